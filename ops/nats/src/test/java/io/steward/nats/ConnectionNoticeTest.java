package io.steward.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionNoticeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "{\"client\":{}}",
                "{\"client\":{\"jwt\":\"\"}}",
                "{\"client\":{\"jwt\":\"a.b\"}}",
                "{\"client\":{\"jwt\":\"%%%.%%%.%%%\"}}",
                // A token that names no node: {"name":"not a node"}
                "{\"timestamp\":\"2026-11-22T09:00:00Z\",\"client\":{\"jwt\":\"e30.eyJuYW1lIjoibm90IGEgbm9kZSJ9.e30\"}}",
                // A good token: {"name":"ship1"}, at an impossible time
                "{\"timestamp\":\"yesterday\",\"client\":{\"jwt\":\"e30.eyJuYW1lIjoic2hpcDEifQ.e30\"}}"
            })
    void what_is_no_notice_reads_as_none(String message) {
        assertThat(ConnectionNotice.read(message.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
