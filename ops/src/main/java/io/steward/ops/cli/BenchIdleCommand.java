package io.steward.ops.cli;

import io.steward.ops.bench.idle.IdleBench;
import io.steward.ops.bench.idle.IdleCounts;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench idle}: what waiting costs. */
@Command(
        name = "idle",
        mixinStandardHelpOptions = true,
        description = {
            "What waiting costs: memory, CPU and bytes on the wire of an agent with nothing to do, and how soon it is there;"
                    + " memory and CPU of controller and broker with many such nodes.",
            "Limit: a bare connection that waits on one pull and says the same heartbeat, and a JVM that does nothing, with"
                    + " the agent's flags, started in turn with it and waiting beside it. Each has been started once before"
                    + " the starts that count.",
            "--seconds is how long they are looked at."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench idle",
            "  steward bench idle --nodes 10000 --settle 30",
            "  steward bench idle --seconds 3600 -o json   an hour, for programs"
        })
final class BenchIdleCommand implements Callable<Integer> {
    private static final int MOST_NODES = 100_000;
    private static final int MOST_SECONDS = 3_600;

    @Mixin
    BenchOptions options;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes the controller hears of, besides the real one. Default: ${DEFAULT-VALUE}.")
    int nodes = 1_000;

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "How many starts count; the middle one is told. Default: ${DEFAULT-VALUE}.")
    int starts = 5;

    @Option(
            names = "--settle",
            paramLabel = "S",
            description = "How many seconds they wait before it counts. Default: ${DEFAULT-VALUE}.")
    int settle = 15;

    @Option(
            names = "--heartbeat",
            paramLabel = "S",
            description = "Seconds between two heartbeats of a node. Default: ${DEFAULT-VALUE}, as shipped.")
    int heartbeat = 15;

    @Override
    public Integer call() throws InterruptedException {
        IdleCounts counts = new IdleCounts(
                BenchOptions.within("--nodes", nodes, 1, MOST_NODES),
                BenchOptions.within("--starts", starts, 1, 100),
                Duration.ofSeconds(BenchOptions.within("--settle", settle, 0, MOST_SECONDS)),
                Duration.ofSeconds(BenchOptions.within("--heartbeat", heartbeat, 1, MOST_SECONDS)));
        return options.run("idle", new IdleBench(counts));
    }
}
