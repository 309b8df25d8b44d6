package io.steward.ops.bench.query;

import io.steward.ops.bench.Samples;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Goal;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** How long {@code steward nodes} takes, each time in a process of its own. One thread. */
final class CommandLineStarts {
    private static final Goal HALF_A_SECOND = Goal.valueAtMost(500);

    private final ScratchSite site;
    private final int starts;

    CommandLineStarts(ScratchSite site, int starts) {
        this.site = site;
        this.starts = starts;
    }

    List<Figure> measured(Workbench workbench, String name) throws IOException, InterruptedException {
        workbench.say("starting 'steward nodes' " + starts + " times");
        ColdStarts cold = new ColdStarts(workbench.folder().resolve("cli.out"));
        Map<String, String> environment = Map.of("STEWARD_TOKEN", site.token());
        List<String> program = ColdStarts.steward("nodes", "--url", site.api().url());
        Samples warm = new Samples();
        cold.time(program, environment, warm);
        cold.time(ColdStarts.bareJava(), Map.of(), warm);
        Samples nodes = new Samples();
        Samples bare = new Samples();
        long deadline = workbench.deadline();
        for (int i = 0; i < starts && System.nanoTime() < deadline; i++) {
            cold.time(program, environment, nodes);
            cold.time(ColdStarts.bareJava(), Map.of(), bare);
        }
        return List.of(
                Figure.of("query.cli." + name + ".p50", nodes.millis(50), "ms")
                        .beside(bare.millis(50))
                        .towards(HALF_A_SECOND),
                Figure.of("query.cli." + name + ".p99", nodes.millis(99), "ms").beside(bare.millis(99)));
    }
}
