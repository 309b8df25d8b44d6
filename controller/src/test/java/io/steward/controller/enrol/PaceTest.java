package io.steward.controller.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private final AtomicLong now = new AtomicLong();
    private final Pace pace = new Pace(Duration.ofSeconds(1), 19, Duration.ofSeconds(600), now::get);

    @Test
    void a_short_look_is_followed_by_the_shortest_pause() {
        pace.look(() -> after(Duration.ofMillis(10)));
        assertThat(pace.pause()).isEqualTo(1_000);
    }

    @Test
    void a_long_look_is_followed_by_a_longer_pause() {
        pace.look(() -> after(Duration.ofSeconds(2)));
        assertThat(pace.pause()).isEqualTo(38_000);
        assertThat(pace.pause()).as("no look since").isEqualTo(1_000);
    }

    @Test
    void a_look_that_failed_took_its_time_as_well() {
        assertThatThrownBy(() -> pace.look(() -> {
                    after(Duration.ofSeconds(30));
                    throw new IllegalStateException("canceled");
                }))
                .hasMessage("canceled");
        assertThat(pace.pause()).isEqualTo(570_000);
    }

    @Test
    void a_pause_has_an_end() {
        pace.look(() -> after(Duration.ofHours(1)));
        assertThat(pace.pause()).isEqualTo(600_000);
    }

    private long after(Duration time) {
        return now.addAndGet(time.toNanos());
    }
}
