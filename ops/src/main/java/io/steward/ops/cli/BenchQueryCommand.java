package io.steward.ops.cli;

import io.steward.ops.bench.query.QueryBench;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench query}: how soon the state database answers. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how soon a controller answers over HTTP what people, the page and the command line ask: idle, and"
                    + " while it folds entries that never end.",
            "node_state.all reads the whole view with all its columns, in pages of 10,000; node_state.page 100 nodes from"
                    + " some place on; online, waiting and label are what an operator asks of it: how many are there,"
                    + " which are away with work waiting, which of one site. node.state is GET /api/v1/nodes/NODE,"
                    + " node.page the eight requests of a browser for it, one after the other, node.commands50 a node's"
                    + " newest commands, counts the commands by status. cli.nodes.few is 'steward nodes' of 3 nodes,"
                    + " cli.nodes of all of them, from the start of the process to its end.",
            "A thousand nodes with up to 20 commands each are really published and folded; then their rows are copied under"
                    + " other names and times until there are as many as asked for, and the controller starts again."
                    + " The broker does without fsync here: what it stores is made up. Everything is asked for a while"
                    + " before it counts, one at a time, in turn, about random nodes.",
            "The limit of a question: a request that asks the database nothing, in the same phase, and the least SQL over"
                    + " the bare tables of the same file by JDBC in one process, quiet and as warm. Of the command line:"
                    + " a Java of the same flags that does nothing."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench query",
            "  steward bench query --nodes 100000 --commands 1000000",
            "  steward bench query --commands 10000000 -o json   takes a quarter of an hour and 12 GB"
        })
final class BenchQueryCommand implements Callable<Integer> {
    private static final int MOST_NODES = 200_000;
    private static final int MOST_COMMANDS = 20_000_000;
    private static final int MOST_STARTS = 1_000;

    @Mixin
    BenchOptions options;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many; above a thousand in thousands. Default: ${DEFAULT-VALUE}.")
    int nodes = 10_000;

    @Option(
            names = "--commands",
            paramLabel = "N",
            description = "About how many they were given; each at least one. Default: ${DEFAULT-VALUE}.")
    int commands = 200_000;

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "How often the command line is started. Default: ${DEFAULT-VALUE}.")
    int starts = 20;

    @Override
    public Integer call() throws InterruptedException {
        return options.run(
                "query",
                new QueryBench(
                        BenchOptions.within("--nodes", nodes, 1, MOST_NODES),
                        BenchOptions.within("--commands", commands, 1, MOST_COMMANDS),
                        BenchOptions.within("--starts", starts, 1, MOST_STARTS)));
    }
}
