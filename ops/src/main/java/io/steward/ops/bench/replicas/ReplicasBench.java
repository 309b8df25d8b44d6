package io.steward.ops.bench.replicas;

import io.steward.ops.bench.Bench;
import io.steward.ops.bench.Workbench;
import io.steward.ops.bench.broker.Brokers;
import io.steward.ops.bench.report.Curve;
import io.steward.ops.bench.report.Curve.Line;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Three servers that keep three copies, beside one server that keeps one: the limit.
 *
 * @param broker which server: a generation or the path of a binary
 * @param counts of consumers, rising
 * @param messages how many commands go out at once
 * @param idle how long the servers are watched while nothing happens
 */
public record ReplicasBench(String broker, List<Integer> counts, int messages, Duration idle) implements Bench {
    private static final int COPIES = 3;

    public ReplicasBench {
        counts = List.copyOf(counts);
    }

    @Override
    public Findings run(Workbench workbench) throws IOException, InterruptedException {
        Path binary = Brokers.find(broker);
        List<Point> points = new ArrayList<>();
        for (int count : counts) {
            Measuring measuring = new Measuring(workbench, binary, count, messages, idle);
            for (int replicas : new int[] {1, COPIES}) {
                Point point = measuring.point(replicas);
                points.add(point);
                workbench.say("R" + replicas + ", " + count + " consumers: "
                        + Math.round(point.rates().deliver()) + " commands/s, idle "
                        + Figure.plain(point.idleCpu()) + " % of a core");
            }
        }
        return new Findings(
                settings(Brokers.version(binary)),
                counts.stream()
                        .flatMap(count -> figures(points, count).stream())
                        .toList(),
                curves(points),
                notes(points));
    }

    private Map<String, String> settings(String version) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("broker", version);
        settings.put(
                "consumers",
                String.join(" ", counts.stream().map(String::valueOf).toList()));
        settings.put("messages", Integer.toString(messages));
        return settings;
    }

    private static List<Figure> figures(List<Point> points, int count) {
        Point one = find(points, count, 1);
        Point three = find(points, count, COPIES);
        String name = "replicas.n" + count + ".";
        return List.of(
                Figure.of(name + "create", three.createRate(), "1/s").beside(one.createRate()),
                Figure.of(name + "publish.one", three.publish(), "1/s").beside(one.publish()),
                Figure.of(name + "publish.many", three.rates().publish(), "1/s")
                        .beside(one.rates().publish()),
                Figure.of(name + "deliver", three.rates().deliver(), "1/s")
                        .beside(one.rates().deliver()),
                Figure.of(name + "delivery.p50", three.oneByOne().millis(50), "ms")
                        .beside(one.oneByOne().millis(50)),
                Figure.of(name + "delivery.p99", three.oneByOne().millis(99), "ms")
                        .beside(one.oneByOne().millis(99)),
                Figure.of(name + "memory", three.megabytes(), "MB").beside(one.megabytes()),
                Figure.of(name + "idle.cpu", three.idleCpu(), "%").beside(one.idleCpu()));
    }

    private static Point find(List<Point> points, int count, int replicas) {
        return points.stream()
                .filter(point -> point.consumers() == count && point.replicas() == replicas)
                .findFirst()
                .orElseThrow();
    }

    private List<Curve> curves(List<Point> points) {
        if (counts.size() < 2) {
            return List.of();
        }
        return List.of(
                curve("replicas-create", "consumers made per second", points, Point::createRate),
                curve(
                        "replicas-deliver",
                        "commands delivered and acknowledged per second",
                        points,
                        point -> point.rates().deliver()),
                curve("replicas-idle", "percent of a core, all servers, nothing to do", points, Point::idleCpu));
    }

    private static Curve curve(String name, String y, List<Point> points, ToDoubleFunction<Point> of) {
        List<Line> lines = new ArrayList<>();
        for (int replicas : new int[] {1, COPIES}) {
            lines.add(new Line(
                    replicas == 1 ? "one server" : "three servers, three copies",
                    points.stream()
                            .filter(point -> point.replicas() == replicas)
                            .map(point -> new Curve.Point(point.consumers(), of.applyAsDouble(point)))
                            .toList()));
        }
        return new Curve(name, "consumers", y, true, lines);
    }

    private static List<String> notes(List<Point> points) {
        List<String> notes = new ArrayList<>();
        notes.add("The limit is one server with one copy. Three servers share this machine's cores and disk.");
        points.stream()
                .filter(point -> point.rates().left() > 0)
                .forEach(point -> notes.add("R" + point.replicas() + ", " + point.consumers()
                        + " consumers: time was over with " + point.rates().left() + " commands on their way."));
        return notes;
    }
}
