package io.steward.ops.bench.latency;

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

/** A run of a few commands. No figure is held to a bound: the machine may be busy. */
class BenchLatencyStory {
    @TempDir
    Path folder;

    @Test
    void a_few_commands_are_measured_beside_the_sum_of_their_parts() throws Exception {
        Findings findings = new LatencyBench(new LatencyCounts(2, 3, 1, 0))
                .run(new Workbench(folder, Duration.ofSeconds(60), line -> {}));

        Map<String, Figure> figures =
                findings.figures().stream().collect(Collectors.toMap(Figure::name, Function.identity()));
        assertThat(figures)
                .containsKeys("latency.noop.p50", "latency.noop.p99", "latency.true.p50")
                .allSatisfy((name, figure) -> assertThat(figure.value()).isPositive());
        assertThat(findings.figures().stream().filter(figure -> figure.goal().isPresent()))
                .hasSize(3)
                .allMatch(figure -> figure.ratio().isPresent());
        assertThat(limit(figures, "latency.true.p50"))
                .as("a program costs a process besides")
                .isGreaterThan(limit(figures, "latency.noop.p50"));
        assertThat(findings.settings()).containsEntry("rounds", "2 of 2");
        assertThat(findings.curves())
                .singleElement()
                .satisfies(curve -> assertThat(curve.lines())
                        .hasSize(5)
                        .allSatisfy(line -> assertThat(line.points()).isNotEmpty()));
    }

    private static double limit(Map<String, Figure> figures, String name) {
        return figures.get(name).limit().orElseThrow();
    }
}
