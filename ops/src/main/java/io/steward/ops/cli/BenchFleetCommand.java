package io.steward.ops.cli;

import io.steward.ops.bench.fleet.FleetBench;
import io.steward.ops.bench.fleet.FleetPlan;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench fleet}: how a whole fleet fares. */
@Command(
        name = "fleet",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a broker, a controller and many simulated nodes: the agent's own inbox, journal and outbox, all in"
                    + " this process, with work that does nothing but count. They are enrolled, get a command each until"
                    + " the last end is a row that can be read, and send heartbeats for a while. Then all vanish, commands"
                    + " wait for each, and all come back at once.",
            "The limit is what the same consumers carry when nothing is done but to store, deliver and acknowledge"
                    + " messages of the same size; for the way back, only to deliver and acknowledge. It is measured last,"
                    + " when controller and nodes have ended.",
            "Commands are sent to all before anything is counted, on both sides alike. Nothing may be lost or done twice:"
                    + " effects are counted by command."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench fleet                                        1,000 nodes",
            "  steward bench fleet --nodes 10000 --seconds 600            about a quarter of an hour",
            "  steward bench fleet --nodes 2000 --partitions 1            all commands in one stream",
            "  steward bench fleet -o json                                for programs"
        })
final class BenchFleetCommand implements Callable<Integer> {
    @Mixin
    BenchOptions options;

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes. Default: ${DEFAULT-VALUE}.")
    int nodes = 1000;

    @Option(
            names = "--partitions",
            paramLabel = "P",
            description = "Into how many streams commands go. Default: ${DEFAULT-VALUE}.")
    int partitions = 8;

    @Option(
            names = "--warm",
            paramLabel = "N",
            description = "So many commands are sent before anything is counted. Default: ${DEFAULT-VALUE}.")
    int warm = 10_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often a command goes to all, counted. Default: ${DEFAULT-VALUE}.")
    int rounds = 3;

    @Option(
            names = "--each",
            paramLabel = "N",
            description = "How many commands wait for each node while it is away. Default: ${DEFAULT-VALUE}.")
    int each = 10;

    @Option(
            names = "--steady",
            paramLabel = "S",
            description = "For how many seconds nothing but heartbeats comes. Default: ${DEFAULT-VALUE}.")
    int steady = 15;

    @Override
    public Integer call() throws InterruptedException {
        FleetPlan plan = new FleetPlan(
                BenchOptions.within("--nodes", nodes, 1, 20_000),
                BenchOptions.within("--partitions", partitions, 1, 64),
                BenchOptions.within("--warm", warm, 1, 1_000_000),
                BenchOptions.within("--rounds", rounds, 1, 100),
                BenchOptions.within("--each", each, 1, 100),
                Duration.ofSeconds(BenchOptions.within("--steady", steady, 1, 600)));
        return options.run("fleet", new FleetBench(plan));
    }
}
