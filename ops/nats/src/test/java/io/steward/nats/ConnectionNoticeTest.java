package io.steward.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
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
                "{\"timestamp\":\"yesterday\",\"client\":{\"jwt\":\"e30.eyJuYW1lIjoic2hpcDEifQ.e30\"}}",
                // Every field in turn of another type
                "{\"timestamp\":7,\"client\":{\"jwt\":\"e30.eyJuYW1lIjoic2hpcDEifQ.e30\"}}",
                "{\"type\":7,\"timestamp\":\"2026-11-22T09:00:00Z\",\"client\":{\"jwt\":7}}",
                "{\"timestamp\":\"2026-11-22T09:00:00Z\",\"client\":[]}"
            })
    void what_is_no_notice_reads_as_none(String message) {
        assertThat(ConnectionNotice.read(message.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void what_is_nested_without_end_reads_as_none() {
        byte[] message = ("{\"client\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);

        assertThat(ConnectionNotice.read(message)).isEmpty();
    }
}
