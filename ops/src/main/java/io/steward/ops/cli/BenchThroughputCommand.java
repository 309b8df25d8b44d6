package io.steward.ops.cli;

import io.steward.ops.bench.throughput.ThroughputBench;
import io.steward.ops.bench.throughput.ThroughputCounts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench throughput}: how many commands a second. */
@Command(
        name = "throughput",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the same order to all nodes again and again, as fast as the API accepts it, a few requests under way"
                    + " at once, and takes the time until the controller's database has the end of the last command. The"
                    + " method does nothing (noop), in a process that does one command after the other and in one with"
                    + " concurrency 4; the nodes are simulated in this process with the agent's own parts. Then one real"
                    + " agent runs the program true, four at a time.",
            "The limit is what the bare broker does through consumers that are alike, with the same settings: messages"
                    + " stored, delivered and acked; and for true a plain loop that starts it in four threads.",
            "Both sides do a number of commands before anything is counted, and the limit is taken before and behind"
                    + " each figure."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench throughput                          1, 20 and 1000 nodes",
            "  steward bench throughput --nodes 20 --shell 0     no shell commands",
            "  steward bench throughput -o json --check          for programs; exit 1 if a goal is missed"
        })
final class BenchThroughputCommand implements Callable<Integer> {
    private static final int MOST_NODES = 10_000;

    @Mixin
    BenchOptions options;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            split = ",",
            description = "With how many nodes, one after the other. Default: 1,20,1000.")
    List<Integer> nodes = List.of(1, 20, 1000);

    @Option(
            names = "--commands",
            paramLabel = "N",
            description = "How many commands each measured part has. Default: ${DEFAULT-VALUE}.")
    int commands = 4000;

    @Option(
            names = "--warm",
            paramLabel = "N",
            description = "How many there are before, uncounted. Default: ${DEFAULT-VALUE}.")
    int warm = 2000;

    @Option(
            names = "--shell",
            paramLabel = "N",
            description = "How many commands run the program true; 0: none. Default: ${DEFAULT-VALUE}.")
    int shell = 2000;

    @Override
    public Integer call() throws InterruptedException {
        nodes.forEach(count -> BenchOptions.within("--nodes", count, 1, MOST_NODES));
        ThroughputCounts counts = new ThroughputCounts(
                nodes,
                BenchOptions.within("--commands", commands, 1, 1_000_000),
                BenchOptions.within("--warm", warm, 1, 1_000_000),
                BenchOptions.within("--shell", shell, 0, 100_000));
        return options.run("throughput", new ThroughputBench(counts));
    }
}
