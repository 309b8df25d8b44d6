package io.steward.ops.cli;

import io.steward.ops.bench.broker.Ladder;
import io.steward.ops.bench.replicas.ReplicasBench;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward bench replicas}. */
@Command(
        name = "replicas",
        mixinStandardHelpOptions = true,
        description = {
            "Measures what three copies of every stream and consumer cost: three servers on this machine, beside one"
                    + " server with one copy, which is the limit.",
            "Both sides are warmed by 1,000 commands. Every write is forced to disk, as shipped.",
            "Figures are named replicas.n<consumers>.*: create, publish.one (each stored before the next is sent),"
                    + " publish.many, deliver, delivery.p50 and .p99, memory and idle.cpu of all servers."
        },
        footer = {
            "",
            "Examples:",
            "  steward bench replicas                    100 and 300 consumers",
            "  steward bench replicas --most 1000        up to 1,000",
            "  steward bench replicas --broker 2.10      the oldest broker that is supported"
        })
final class BenchReplicasCommand implements Callable<Integer> {
    private static final int MOST_CONSUMERS = 10_000;
    private static final int MOST_MESSAGES = 1_000_000;
    private static final int MOST_IDLE = 600;

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
    int most = 300;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "How many commands go out at once. Default: ${DEFAULT-VALUE}.")
    int messages = 3000;

    @Option(
            names = "--broker",
            paramLabel = "WHICH",
            description = "2.10, 2.15 or the path of a nats-server. Default: ${DEFAULT-VALUE}.")
    String broker = "2.15";

    @Option(
            names = "--idle",
            paramLabel = "S",
            description = "How many seconds the servers are watched while nothing happens. Default: ${DEFAULT-VALUE}.")
    int idle = 5;

    @Override
    public Integer call() throws InterruptedException {
        BenchOptions.within("--most", most, 1, MOST_CONSUMERS);
        BenchOptions.within("--least", least, 1, most);
        BenchOptions.within("--messages", messages, 1, MOST_MESSAGES);
        BenchOptions.within("--idle", idle, 1, MOST_IDLE);
        BenchBrokers.check(broker);
        String name = "replicas" + (broker.equals("2.15") ? "" : BenchBrokers.suffix(List.of(broker)));
        return options.run(
                name, new ReplicasBench(broker, Ladder.between(least, most), messages, Duration.ofSeconds(idle)));
    }
}
