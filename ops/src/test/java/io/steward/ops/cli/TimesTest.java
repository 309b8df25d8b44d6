package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30s,PT30S",
        "5m,PT5M",
        "2h,PT2H",
        "1h30m,PT1H30M",
        "250ms,PT0.25S",
        "1d,PT24H",
        "PT10S,PT10S",
        "pt1m,PT1M",
        "0s,PT0S"
    })
    void a_duration_is_read_as_people_and_as_machines_write_it(String text, Duration duration) {
        assertThat(Times.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "s", "5 m", "-5m", "PT-5M", "5y", "1m x", "99999999999s"})
    void anything_else_is_refused_with_what_is_allowed(String text) {
        assertThatThrownBy(() -> Times.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is not allowed: use a duration like 30s");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:00:00Z,2026-11-22T08:00:00Z",
        "2026-11-22T10:00:00+02:00,2026-11-22T08:00:00Z",
        "2026-11-22T09:00:00.123456789Z,2026-11-22T09:00:00.123456789Z",
        "2026-11-22 09:00,2026-11-22T08:00:00Z",
        "2h ago,2026-11-22T07:00:00Z",
        "1h30m ago,2026-11-22T07:30:00Z",
        "08:15,2026-11-22T07:15:00Z",
        "today 08:15:30,2026-11-22T07:15:30Z",
        "yesterday 14:00,2026-11-21T13:00:00Z"
    })
    void a_moment_is_read_as_people_and_as_machines_write_it(String text, Instant moment) {
        assertThat(Times.moment(text, NINE, ZoneId.of("+01:00"))).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "14", "25:00", "2h", "x ago", "2026-11-22", "tomorrow 14:00"})
    void a_moment_that_is_none_is_refused_with_what_is_allowed(String text) {
        assertThatThrownBy(() -> Times.moment(text, NINE, ZoneId.of("+01:00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\" is not allowed: use a time like 2026-11-22T09:00:00Z");
    }

    @Test
    void a_text_too_long_for_a_time_is_refused_at_once() {
        String text = "P2026k" + "+999999999-12-31T23:59:59Z".repeat(10_000);

        assertThatThrownBy(() -> Times.moment(text, NINE, ZoneId.of("+01:00")))
                .hasMessageContaining("a text of 260006 characters is not allowed: use a time like");
        assertThatThrownBy(() -> Times.duration(text)).hasMessageContaining("a text of 260006 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T08:59:59.500Z,500ms ago",
        "2026-11-22T08:59:57.000Z,3.0s ago",
        "2026-11-22T08:55:00.000Z,5m ago",
        "2026-11-21T21:00:00.000Z,12h ago",
        "2026-11-12T09:00:00.000Z,10d ago",
        "2026-11-22T09:05:00.000Z,in 5m",
        "+999999999-12-31T23:59:59Z,in 106751991167d",
        "-999999999-01-01T00:00:00Z,106751991167d ago",
        "soon,soon"
    })
    void a_time_is_shown_by_its_distance(String time, String shown) {
        assertThat(Times.ago(time, NINE)).isEqualTo(shown);
    }
}
