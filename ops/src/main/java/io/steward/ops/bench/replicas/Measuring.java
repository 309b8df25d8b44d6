package io.steward.ops.bench.replicas;

import io.steward.nats.Partitions;
import io.steward.ops.bench.Samples;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.broker.Office;
import io.steward.ops.bench.broker.Round;
import io.steward.ops.bench.broker.Round.Rates;
import io.steward.ops.bench.broker.Takers;
import io.steward.ops.bench.broker.Use;
import io.steward.ops.bench.broker.Yard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One fleet on servers that keep so many copies. One thread; nothing is left when it returns or throws. */
record Measuring(Workbench workbench, Path binary, int consumers, int messages, Duration idle) {
    private static final int WARM = 1_000;
    private static final int ONE_BY_ONE = 300;
    private static final int AT_ONCE = 16;

    Point point(int replicas) throws IOException, InterruptedException {
        Path folder = workbench.folder().resolve("r" + replicas + "-" + consumers);
        try (Yard yard = Yard.layOut(folder, Partitions.ONE)) {
            Servers servers = Servers.start(yard, binary, replicas);
            try (Office office = Office.open(yard, servers.url())) {
                office.declare(replicas);
                Duration created = office.enrol(Yard.nodes(consumers), AT_ONCE);
                try (Takers takers = Takers.of(office, Yard.nodes(consumers))) {
                    return point(replicas, servers, created, new Round(office, takers, workbench.most()));
                }
            }
        }
    }

    private Point point(int replicas, Servers servers, Duration created, Round round)
            throws IOException, InterruptedException {
        round.allAtOnce(WARM);
        double publish = round.publishOneByOne(ONE_BY_ONE);
        Samples oneByOne = round.oneByOne(ONE_BY_ONE);
        Rates rates = round.allAtOnce(messages);
        TimeUnit.NANOSECONDS.sleep(idle.toNanos()); // for what the traffic left to do
        Use before = servers.use();
        long began = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(idle.toNanos());
        Use after = servers.use();
        double cpu = after.percentSince(before, Duration.ofNanos(System.nanoTime() - began));
        return new Point(replicas, consumers, created, publish, oneByOne, rates, after.megabytes(), cpu);
    }
}
