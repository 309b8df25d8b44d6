package io.steward.model.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    private static final DateTimeFormatter FORMATTER =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T09:00:00Z",
                "2024-02-29T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999Z",
                "1969-12-31T23:59:59.9995Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999Z",
                "-0001-12-31T23:59:59.999Z",
                "+10000-01-01T00:00:00Z"
            })
    void a_time_is_written_as_a_formatter_would(String time) {
        Instant instant = Instant.parse(time);
        assertThat(Json.time(instant)).isEqualTo(FORMATTER.format(instant));
    }

    @Test
    void so_is_any_other() {
        Random random = new Random(22);
        for (int i = 0; i < 2_000; i++) {
            Instant instant = Instant.ofEpochSecond(
                    random.nextLong(-65_000_000_000L, 260_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(Json.time(instant)).isEqualTo(FORMATTER.format(instant));
        }
    }

    @Test
    void a_time_that_we_wrote_is_read_as_it_was() {
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L));
            assertThat(TimeText.millis(Json.time(time))).as("%s", time).hasValue(time.toEpochMilli());
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
        assertThat(TimeText.millis(text)).isEmpty();
    }
}
