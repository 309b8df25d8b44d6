package io.steward.ops.bench.fold;

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

/** The whole benchmark with real parts and few entries: that it checks what was folded, and has every figure. */
final class BenchFoldStory {
    @TempDir
    Path folder;

    @Test
    void every_rate_stands_beside_the_lower_of_what_was_read_and_written_in_the_same_run() throws Exception {
        Workbench workbench = new Workbench(folder, Duration.ofMinutes(2), line -> {});
        Findings findings = new FoldBench(new FoldCounts(3_000, 5, 2)).run(workbench);
        Map<String, Figure> figures =
                findings.figures().stream().collect(Collectors.toMap(Figure::name, Function.identity()));
        double limit = Math.min(
                figures.get("fold.limit.read").value(),
                figures.get("fold.limit.write").value());
        assertThat(figures.get("fold.rate").limit()).hasValue(limit);
        assertThat(figures.get("fold.rebuild").limit()).hasValue(limit);
        assertThat(figures.get("fold.last_tenth").ratio()).isPresent();
        assertThat(figures.get("fold.database.growth").ratio()).isPresent();
        assertThat(figures)
                .containsKeys(
                        "fold.database",
                        "fold.controller.rss",
                        "fold.controller.peak",
                        "fold.rebuild.read.gap",
                        "fold.read.gap");
        assertThat(findings.figures()).allMatch(figure -> figure.value() > 0);
        assertThat(findings.curves()).extracting("name").contains("fold.course", "fold.database.growth");
    }
}
