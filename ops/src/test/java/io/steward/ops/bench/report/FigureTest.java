package io.steward.ops.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FigureTest {
    @Test
    void the_ratio_is_value_by_limit_and_judged_by_the_goal() {
        Figure slow = Figure.of("fold.rate", 500, "1/s").beside(1_000).towards(Goal.ratioAtLeast(0.6));
        assertThat(slow.ratio()).hasValue(0.5);
        assertThat(slow.held()).contains(false);
        assertThat(Figure.of("fold.rate", 600, "1/s")
                        .beside(1_000)
                        .towards(Goal.ratioAtLeast(0.6))
                        .held())
                .contains(true);
        assertThat(Figure.of("latency.p50", 2, "ms")
                        .beside(1)
                        .towards(Goal.ratioAtMost(2))
                        .held())
                .contains(true);
        assertThat(Figure.of("latency.p50", 2.1, "ms")
                        .beside(1)
                        .towards(Goal.ratioAtMost(2))
                        .held())
                .contains(false);
    }

    @Test
    void a_goal_of_the_value_needs_no_limit_and_one_of_the_ratio_is_missed_without() {
        assertThat(Figure.of("idle.rss", 79, "MB").towards(Goal.valueAtMost(80)).held())
                .contains(true);
        assertThat(Figure.of("idle.rss", 81, "MB").towards(Goal.valueAtMost(80)).held())
                .contains(false);
        assertThat(Figure.of("fold.rate", 500, "1/s")
                        .towards(Goal.ratioAtLeast(0.6))
                        .held())
                .contains(false);
    }

    @Test
    void no_figure_is_made_of_what_is_no_number() {
        assertThatThrownBy(() -> Figure.of("fold.rate", Double.NaN, "1/s"))
                .hasMessage("figure fold.rate is NaN; allowed: a finite number");
    }

    @Test
    void numbers_have_three_digits() {
        assertThat(List.of(0.0, 1.23456, 12_345.0, 0.000123456, 2.0).stream().map(Figure::plain))
                .containsExactly("0", "1.23", "12300", "0.000123", "2");
    }

    @Test
    void programs_get_name_value_unit_limit_and_ratio() {
        Findings findings = new Findings(
                Map.of("commands", "3"),
                List.of(Figure.of("latency.p50", 3, "ms").beside(2).towards(Goal.ratioAtMost(2))),
                List.of(),
                List.of());
        assertThat(findings.held()).isTrue();
        assertThat(findings.plain().get("figures"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .first()
                .isEqualTo(Map.of(
                        "name",
                        "latency.p50",
                        "value",
                        3.0,
                        "unit",
                        "ms",
                        "limit",
                        2.0,
                        "ratio",
                        1.5,
                        "goal",
                        "≤ 2 ×",
                        "held",
                        true));
    }
}
