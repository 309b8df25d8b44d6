package io.steward.ops.cli;

import io.steward.ops.bench.broker.Brokers;
import io.steward.ops.bench.broker.Ladder;
import io.steward.ops.bench.consumers.ConsumersBench;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench consumers}. */
@Command(
        name = "consumers",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how one broker bears up under one consumer for each of many nodes: how fast they are made, one"
                    + " command to each (at least 1,000 in all) delivered and acknowledged, the server's memory, its stop"
                    + " and its start.",
            "The limit is what the same broker did with one consumer: as many commands through it, and its stop and"
                    + " start. Both sides are warmed by 1,000 commands. Every write is forced to disk, as shipped.",
            "Figures are named consumers.v<version>[-p<streams>].n<count>.*: create, publish, deliver, delivery.p50 and"
                    + " .p99 (publish to delivery, one command at a time), memory, idle.cpu, stop, start."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench consumers                               100 to 1,000, on both generations",
            "  steward bench consumers --most 10000 --seconds 120    the whole curve; takes ten minutes",
            "  steward bench consumers --least 10000 --most 10000 --partitions 8 --broker 2.15"
        })
final class BenchConsumersCommand implements Callable<Integer> {
    private static final int MOST_CONSUMERS = 100_000;
    private static final int MOST_PARTITIONS = 1024;
    private static final int MOST_IDLE = 600;
    private static final int MOST_MINUTES = 600;

    @Mixin
    BenchOptions options;

    @Option(
            names = "--least",
            paramLabel = "N",
            description = "The smallest count of consumers. Default: ${DEFAULT-VALUE}.")
    int least = 100;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "The largest one; between the two 100, 300, 1000 and so on. Default: ${DEFAULT-VALUE}.")
    int most = 1000;

    @Option(
            names = "--broker",
            paramLabel = "WHICH",
            description = "2.10, 2.15 or the path of a nats-server; repeat it for several. Default: 2.10 and 2.15.")
    List<String> brokers = Brokers.GENERATIONS;

    @Option(
            names = "--partitions",
            paramLabel = "P",
            description = "Into how many streams commands go. Default: ${DEFAULT-VALUE}.")
    int partitions = 1;

    @Option(
            names = "--idle",
            paramLabel = "S",
            description = "How many seconds the server is watched while nothing happens. Default: ${DEFAULT-VALUE}.")
    int idle = 5;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description = "How long all of it may take: counts for which no time is left are left out, and a note says"
                    + " so. Default: ${DEFAULT-VALUE}.")
    int minutes = 10;

    @Override
    public Integer call() throws InterruptedException {
        BenchOptions.within("--most", most, 1, MOST_CONSUMERS);
        BenchOptions.within("--least", least, 1, most);
        BenchOptions.within("--partitions", partitions, 1, MOST_PARTITIONS);
        BenchOptions.within("--idle", idle, 1, MOST_IDLE);
        BenchOptions.within("--minutes", minutes, 1, MOST_MINUTES);
        brokers.forEach(BenchBrokers::check);
        String name = "consumers" + BenchBrokers.suffix(brokers) + (partitions == 1 ? "" : "-p" + partitions);
        return options.run(
                name,
                new ConsumersBench(
                        brokers,
                        Ladder.between(least, most),
                        partitions,
                        Duration.ofSeconds(idle),
                        Duration.ofMinutes(minutes)));
    }
}
