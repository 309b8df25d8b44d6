package io.steward.ops.bench.consumers;

import io.steward.nats.Partitions;
import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.broker.Brokers;
import io.steward.ops.bench.report.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a broker bears up under more and more consumers: to make them, a command to each, memory, and the way down and up
 * again. Beside it what the same broker did with one consumer.
 *
 * @param brokers which servers: a generation or the path of a binary
 * @param counts of consumers, rising
 * @param partitions into how many streams commands go
 * @param idle how long the server is watched while nothing happens
 * @param all how long it may take in all; counts for which no time is left are left out
 */
public record ConsumersBench(List<String> brokers, List<Integer> counts, int partitions, Duration idle, Duration all)
        implements Bench {
    public ConsumersBench {
        brokers = List.copyOf(brokers);
        counts = List.copyOf(counts);
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        Budget budget = new Budget(all);
        List<Server> servers = new ArrayList<>();
        for (String broker : brokers) {
            Path binary = Brokers.find(broker);
            servers.add(new Server(binary, Brokers.version(binary)));
        }
        List<Point> points = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (int count : counts) {
            for (Server server : servers) {
                if (budget.allows(server.version(), count)) {
                    points.add(point(workbench, server, count, budget));
                } else {
                    leftOut.add(series(server.version()) + " with " + count + " consumers was left out: no time.");
                }
            }
        }
        List<String> notes = new ArrayList<>(Tale.notes(points));
        notes.addAll(leftOut);
        return new Findings(settings(servers), Tale.figures(points), Tale.curves(points), notes);
    }

    private Point point(Workbench workbench, Server server, int count, Budget budget)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Point point = new Measuring(workbench, server.binary(), new Partitions(partitions), count, idle)
                .point(series(server.version()), key(server.version()));
        budget.spent(server.version(), count, Duration.ofNanos(System.nanoTime() - began));
        workbench.say(told(point));
        return point;
    }

    private record Server(Path binary, String version) {}

    private Map<String, String> settings(List<Server> servers) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "brokers",
                String.join(" and ", servers.stream().map(Server::version).toList()));
        settings.put(
                "consumers",
                String.join(" ", counts.stream().map(String::valueOf).toList()));
        settings.put("partitions", Integer.toString(partitions));
        return settings;
    }

    private String series(String version) {
        return partitions == 1 ? version : version + " with " + partitions + " streams";
    }

    private String key(String version) {
        return "v" + version.replace('.', '-') + (partitions == 1 ? "" : "-p" + partitions);
    }

    private static String told(Point point) {
        return point.series() + ", " + point.consumers() + " consumers: made in "
                + point.created().toMillis() + " ms, "
                + Math.round(point.many().rates().deliver()) + " commands/s, stop "
                + point.many().stop().toMillis() + " ms, start "
                + point.many().start().toMillis() + " ms";
    }
}
