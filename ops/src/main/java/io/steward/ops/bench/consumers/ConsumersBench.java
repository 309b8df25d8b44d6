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
 */
public record ConsumersBench(List<String> brokers, List<Integer> counts, int partitions, Duration idle)
        implements Bench {
    public ConsumersBench {
        brokers = List.copyOf(brokers);
        counts = List.copyOf(counts);
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        List<Point> points = new ArrayList<>();
        List<String> versions = new ArrayList<>();
        for (String broker : brokers) {
            Path binary = Brokers.find(broker);
            String version = Brokers.version(binary);
            versions.add(version);
            for (int count : counts) {
                Point point = new Measuring(workbench, binary, new Partitions(partitions), count, idle)
                        .point(series(version), key(version));
                points.add(point);
                workbench.say(told(point));
            }
        }
        return new Findings(settings(versions), Tale.figures(points), Tale.curves(points), Tale.notes(points));
    }

    private Map<String, String> settings(List<String> versions) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("brokers", String.join(" and ", versions));
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
