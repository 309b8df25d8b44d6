package io.steward.ops.bench.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LadderTest {
    @Test
    void it_rises_by_threes_and_tens_to_what_was_asked_for() {
        assertThat(Ladder.between(100, 10_000)).containsExactly(100, 300, 1_000, 3_000, 10_000);
        assertThat(Ladder.between(200, 500)).containsExactly(200, 300, 500);
        assertThat(Ladder.between(1, 7)).containsExactly(1, 7);
        assertThat(Ladder.between(10_000, 10_000)).containsExactly(10_000);
    }
}
