package io.steward.ops.bench.throughput;

import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.raw.RawLoop;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Goal;
import io.steward.ops.scratch.ScratchSite;
import io.steward.ops.up.JvmFlags;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One real agent that runs {@code true}, four at a time, beside a plain loop that does. */
final class ShellPart {
    private static final String NODE = "shell1";
    private static final String PROGRAM = "true";
    private static final int WIDTH = 4;
    private static final int UNDER_WAY = 32;
    private static final double GOAL = 0.6;
    private final int commands;

    ShellPart(int commands) {
        this.commands = commands;
    }

    Figure figure(Workbench workbench, ScratchSite site) throws IOException, InterruptedException {
        workbench.say("one agent, " + PROGRAM + ", concurrency " + WIDTH);
        site.enrol(NODE);
        site.startAgent(
                NODE,
                JvmFlags.of("agent"),
                Map.of("process.shellcommand.operatingsystem", "{\"concurrency\":" + WIDTH + "}"));
        Orders orders = new Orders(
                site.api(), List.of(NODE), "shellcommand", "operatingsystem", Map.of("argv", List.of(PROGRAM)));
        RawLoop.perSecond(PROGRAM, commands / 2, WIDTH);
        orders.perSecond(Math.max(1, commands / 2), UNDER_WAY, workbench.most());
        double before = RawLoop.perSecond(PROGRAM, commands, WIDTH);
        double value = orders.perSecond(commands, UNDER_WAY, workbench.most());
        double behind = RawLoop.perSecond(PROGRAM, commands, WIDTH);
        return Figure.of("throughput.node1.true.concurrency" + WIDTH, value, "1/s")
                .beside(2 / (1 / before + 1 / behind))
                .towards(Goal.ratioAtLeast(GOAL));
    }
}
