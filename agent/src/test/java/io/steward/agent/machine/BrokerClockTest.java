package io.steward.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrokerClockTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private long steady = 5_000_000;
    private Duration wrong = Duration.ZERO;
    private final BrokerClock clock = new BrokerClock(() -> truth().plus(wrong), () -> steady);

    private Instant truth() {
        return NINE.plusMillis(steady - 5_000_000);
    }

    private void heard(long lateMillis, boolean live) {
        clock.heard(truth().minusMillis(lateMillis), live);
    }

    @Test
    void before_anything_came_the_machine_is_believed() {
        wrong = Duration.ofHours(2);
        assertThat(clock.instant()).isEqualTo(truth().plus(wrong));
        assertThat(clock.skew()).isEmpty();
    }

    @Test
    void the_least_delay_of_what_came_at_once_is_nearest() {
        wrong = Duration.ofHours(-2);
        heard(40, true);
        heard(3, true);
        heard(900, true);
        assertThat(clock.instant()).isEqualTo(truth().minusMillis(3));
        assertThat(clock.skew()).contains(wrong.plusMillis(3));
    }

    @Test
    void a_clock_that_is_set_changes_the_skew_and_not_the_time() {
        heard(1, true);
        wrong = Duration.ofHours(5);
        steady += 60_000;
        assertThat(clock.instant()).isEqualTo(truth().minusMillis(1));
        assertThat(clock.skew()).contains(wrong.plusMillis(1));
        wrong = Duration.ofHours(-5);
        assertThat(clock.instant()).isEqualTo(truth().minusMillis(1));
    }

    @Test
    void what_waited_long_proves_a_slow_clock_slow_and_says_nothing_of_a_fast_one() {
        wrong = Duration.ofHours(-5);
        heard(60_000, false);
        assertThat(clock.instant()).isEqualTo(truth().minusMillis(60_000));
        assertThat(clock.skew()).isEmpty();
        wrong = Duration.ofHours(5);
        assertThat(clock.instant()).isEqualTo(truth().plus(wrong));
    }

    @Test
    void old_measurements_are_forgotten() {
        heard(0, true);
        steady -= 10_000; // as if the broker's clock had been set forward, and this one not
        for (int i = 0; i < 64; i++) {
            clock.heard(NINE, true);
        }
        assertThat(clock.instant()).isEqualTo(NINE);
    }
}
