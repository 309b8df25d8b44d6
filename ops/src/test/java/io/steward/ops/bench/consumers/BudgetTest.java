package io.steward.ops.bench.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BudgetTest {
    private final Budget budget = new Budget(Duration.ofSeconds(60));

    @Test
    void what_would_take_too_long_by_the_one_before_is_left_out() {
        assertThat(budget.allows("2.15.1", 1_000)).isTrue();
        budget.spent("2.15.1", 1_000, Duration.ofSeconds(10));
        assertThat(budget.allows("2.15.1", 3_000)).isTrue();
        assertThat(budget.allows("2.15.1", 10_000)).isFalse();
    }

    @Test
    void each_series_has_a_pace_of_its_own_and_all_share_the_time() {
        budget.spent("2.15.1", 1_000, Duration.ofSeconds(30));
        assertThat(budget.allows("2.10.27", 10_000)).isTrue();
        budget.spent("2.10.27", 1_000, Duration.ofSeconds(31));
        assertThat(budget.allows("2.15.1", 1_000)).isFalse();
    }
}
