package io.steward.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsualTimeTest {
    @Test
    void a_time_that_we_wrote_is_read_as_it_was() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L));
            assertThat(UsualTime.millis(Json.time(time))).as("%s", time).hasValue(time.toEpochMilli());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-22T09:00:00Z",
                "2026-11-22T09:00:00.000+00:00",
                "2026-11-22T09:00:00.0000Z",
                "2026-11-22t09:00:00.000Z",
                "2026-02-29T09:00:00.000Z",
                "2026-13-01T09:00:00.000Z",
                "2026-11-22T24:00:00.000Z",
                "2026-11-22T09:60:00.000Z",
                "2026-11-22T09:00:60.000Z",
                "2026-11-22T09:00:00.00\u0663Z"
            })
    void what_is_written_otherwise_is_left_to_others(String text) {
        assertThat(UsualTime.millis(text)).isEmpty();
    }
}
