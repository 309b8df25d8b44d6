package io.steward.ops.cli;

import io.steward.ops.bench.fold.FoldBench;
import io.steward.ops.bench.fold.FoldCounts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench fold}: how fast the log becomes rows. */
@Command(
        name = "fold",
        mixinStandardHelpOptions = true,
        description = {
            "Records a control log of commands and their ACKs, and measures how fast a controller folds it from"
                    + " nothing: entries a second in each tenth of the way, the size of the database, the controller's"
                    + " memory.",
            "Then the controller folds it anew while commands flow and somebody reads: the longest time without an"
                    + " answer is measured, too.",
            "Limits, in the same run: the same messages read by the broker's client alone, after 50,000 to warm it, and"
                    + " the same rows written by JDBC batches alone, each once, into tables with the same indexes, in a"
                    + " JVM of the controller's kind, as cold as the controller at its start; a rate's limit is the lower one."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench fold                                        200,000 entries of 200 nodes",
            "  steward bench fold --entries 10000000 --seconds 3600      the full size",
            "  steward bench fold --steady 600                           and ten minutes of updates of the same rows"
        })
final class BenchFoldCommand implements Callable<Integer> {
    @Mixin
    BenchOptions options;

    @Option(
            names = "--entries",
            paramLabel = "N",
            description = "How many entries are recorded, 1000 to 20000000. Default: ${DEFAULT-VALUE}.")
    int entries = 200_000;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes the commands go to, 1 to 99999. Default: ${DEFAULT-VALUE}.")
    int nodes = 200;

    @Option(
            names = "--steady",
            paramLabel = "S",
            description = "For so many seconds the same rows are updated, a thousand a second, and the size of the"
                    + " database is watched, 0 to 7200. Default: ${DEFAULT-VALUE}.")
    int steady = 0;

    @Override
    public Integer call() throws InterruptedException {
        FoldCounts counts = new FoldCounts(
                BenchOptions.within("--entries", entries, 1_000, 20_000_000),
                BenchOptions.within("--nodes", nodes, 1, 99_999),
                BenchOptions.within("--steady", steady, 0, 7_200));
        return options.run("fold", new FoldBench(counts));
    }
}
