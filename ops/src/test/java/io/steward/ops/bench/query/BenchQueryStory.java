package io.steward.ops.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run with a few nodes. No figure is held to a bound: the machine may be busy. */
class BenchQueryStory {
    @TempDir
    Path folder;

    @Test
    void every_question_has_an_answer_in_time_and_a_limit_beside_it() throws Exception {
        Findings findings = new QueryBench(30, 1_800, 1).run(new Workbench(folder, Duration.ofSeconds(1), line -> {}));

        Map<String, Figure> figures =
                findings.figures().stream().collect(Collectors.toMap(Figure::name, Function.identity()));
        assertThat(figures)
                .containsKeys(
                        "query.node_state.all.folding.p99",
                        "query.node.state.idle.p50",
                        "query.node.page.idle.p99",
                        "query.counts.folding.p50",
                        "query.cli.nodes.p50",
                        "query.folding.rate")
                .allSatisfy((name, figure) -> {
                    assertThat(figure.value()).as(name).isPositive();
                    assertThat(figure.ratio()).as(name).isPresent();
                });
        assertThat(findings.settings()).containsEntry("nodes", "30").containsEntry("commands", "1794");
    }
}
