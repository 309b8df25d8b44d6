package io.steward.controller.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Refusals that are told one by one, and those that are told as a sum. */
class RefusalGateTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private final RefusalGate gate = new RefusalGate(3);

    @Test
    void a_flood_of_any_length_is_three_and_one_sum_a_minute() {
        int told = 0;
        for (int i = 0; i < 100_000; i++) {
            told += gate.admits(NINE.plusMillis(i / 10)) ? 1 : 0;
        }

        assertThat(told).isEqualTo(3);
        assertThat(gate.sum(NINE.plusSeconds(59), false)).isEmpty();
        assertThat(gate.sum(NINE.plusSeconds(60), false))
                .contains(new RefusalGate.Sum(99_997, NINE, NINE.plusSeconds(60)));
        assertThat(gate.sum(NINE.plusSeconds(200), true)).isEqualTo(Optional.empty());
        assertThat(gate.admits(NINE.plusSeconds(61))).isTrue();
    }

    @Test
    void a_count_that_was_not_told_yet_is_told_at_the_end_and_never_forgotten() {
        for (int i = 0; i < 5; i++) {
            gate.admits(NINE);
        }
        assertThat(gate.admits(NINE.plusSeconds(300)))
                .as("the sum comes first, else its time would be wrong")
                .isFalse();

        assertThat(gate.sum(NINE.plusSeconds(300), true).orElseThrow().count()).isEqualTo(3);
    }
}
