package io.steward.ops.cli;

import io.steward.ops.bench.latency.LatencyBench;
import io.steward.ops.bench.latency.LatencyCounts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench latency}: how soon a command is known to be done. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description = {
            "Sends commands to one node, each when the one before has ended, and takes the time from the call of the API"
                    + " until the end is a row that can be read: the live stream tells it once it is committed, and the"
                    + " row is looked at after. One method does nothing (noop), the other runs the program true.",
            "The limit is the sum of the medians of the bare parts: a message stored and delivered to the node and one"
                    + " stored and delivered back, through the same consumers on a broker of their own with the same"
                    + " settings; the fsyncs that the agent's journal owes before the end may be told; and for true the"
                    + " wrapper's process.",
            "Everything is done a number of times before anything is counted, and then in rounds, so that noise hits"
                    + " both sides."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench latency                                how soon, beside the limit",
            "  steward bench latency --rounds 20 --each 100 --check exit 1 if a goal is missed",
            "  steward bench latency --hold 20                      the ends of quick commands alone are told",
            "  steward bench latency -o json                        for programs"
        })
final class BenchLatencyCommand implements Callable<Integer> {
    @Mixin
    BenchOptions options;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds. Default: ${DEFAULT-VALUE}.")
    int rounds = 10;

    @Option(
            names = "--each",
            paramLabel = "N",
            description = "How often each is done in a round. Default: ${DEFAULT-VALUE}.")
    int each = 50;

    @Option(
            names = "--warm",
            paramLabel = "N",
            description = "How often each is done before, uncounted. Default: ${DEFAULT-VALUE}.")
    int warm = 4000;

    @Option(
            names = "--hold",
            paramLabel = "MS",
            description = "The agent's acks.hold, in milliseconds. Default: ${DEFAULT-VALUE}, as shipped.")
    int hold;

    @Override
    public Integer call() throws InterruptedException {
        LatencyCounts counts = new LatencyCounts(
                BenchOptions.within("--rounds", rounds, 1, 1000),
                BenchOptions.within("--each", each, 1, 10_000),
                BenchOptions.within("--warm", warm, 0, 100_000),
                BenchOptions.within("--hold", hold, 0, 1000));
        return options.run("latency", new LatencyBench(counts));
    }
}
