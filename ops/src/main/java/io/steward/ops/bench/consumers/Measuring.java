package io.steward.ops.bench.consumers;

import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import io.steward.ops.bench.Samples;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.broker.Broker;
import io.steward.ops.bench.broker.Office;
import io.steward.ops.bench.broker.Round;
import io.steward.ops.bench.broker.Round.Rates;
import io.steward.ops.bench.broker.Takers;
import io.steward.ops.bench.broker.Use;
import io.steward.ops.bench.broker.Yard;
import io.steward.ops.bench.consumers.Point.Side;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One broker, first with one consumer, then with many. One thread; nothing is left when it returns or throws. */
final class Measuring {
    private static final NodeName ALONE = NodeName.of("alone");
    private static final int WARM = 1_000;
    private static final int LEAST_MESSAGES = 1_000;
    private static final int ONE_BY_ONE = 300;
    private static final int AT_ONCE = 16;

    private final Workbench workbench;
    private final Path binary;
    private final Partitions partitions;
    private final int consumers;
    private final Duration idle;

    Measuring(Workbench workbench, Path binary, Partitions partitions, int consumers, Duration idle) {
        this.workbench = workbench;
        this.binary = binary;
        this.partitions = partitions;
        this.consumers = consumers;
        this.idle = idle;
    }

    Point point(String series, String key) throws IOException, InterruptedException {
        Path folder = workbench.folder().resolve(key + "-" + consumers);
        try (Yard yard = Yard.layOut(folder, partitions)) {
            Broker broker = Broker.layOut(yard, binary, "broker");
            broker.start();
            Side alone = alone(yard, broker);
            Duration created = create(yard, broker);
            double cpu;
            Traffic traffic;
            try (Office office = Office.open(yard, broker.url());
                    Takers takers = Takers.of(office, Yard.nodes(consumers))) {
                traffic = Traffic.of(office, takers, messages(), workbench);
                cpu = cpu(broker);
            }
            Side many = restarted(yard, broker, traffic, consumers + 1);
            return new Point(series, key, consumers, created, alone, many, cpu);
        }
    }

    private Side alone(Yard yard, Broker broker) throws IOException, InterruptedException {
        Traffic traffic;
        try (Office office = Office.open(yard, broker.url())) {
            office.declare(1);
            office.enrol(List.of(ALONE), 1);
            try (Takers one = Takers.of(office, List.of(ALONE))) {
                new Round(office, one, workbench.most()).allAtOnce(WARM);
                traffic = Traffic.of(office, one, messages(), workbench);
            }
        }
        return restarted(yard, broker, traffic, 1);
    }

    private int messages() {
        return Math.max(LEAST_MESSAGES, consumers);
    }

    private Duration create(Yard yard, Broker broker) throws IOException, InterruptedException {
        try (Office office = Office.open(yard, broker.url())) {
            return office.enrol(Yard.nodes(consumers), AT_ONCE);
        }
    }

    /** Stops and starts it, and sees that it has as many consumers as before. */
    private static Side restarted(Yard yard, Broker broker, Traffic traffic, long expected)
            throws IOException, InterruptedException {
        double megabytes = broker.use().megabytes();
        Duration stop = broker.stop();
        long began = System.nanoTime();
        broker.start();
        try (Office office = Office.open(yard, broker.url())) {
            long there = office.consumers();
            Duration start = Duration.ofNanos(System.nanoTime() - began);
            if (there != expected) {
                throw new IOException("the broker has " + there + " consumers after a restart; it had " + expected);
            }
            return new Side(traffic.rates(), traffic.oneByOne(), megabytes, stop, start);
        }
    }

    private double cpu(Broker broker) throws IOException, InterruptedException {
        Use before = broker.use();
        long began = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(idle.toNanos());
        return broker.use().percentSince(before, Duration.ofNanos(System.nanoTime() - began));
    }

    /** What went through consumers that wait. */
    private record Traffic(Samples oneByOne, Rates rates) {
        static Traffic of(Office office, Takers takers, int messages, Workbench workbench)
                throws IOException, InterruptedException {
            Round round = new Round(office, takers, workbench.most());
            Samples oneByOne = round.oneByOne(ONE_BY_ONE);
            Rates rates = round.allAtOnce(messages);
            return new Traffic(oneByOne, rates);
        }
    }
}
