package io.steward.ops.bench.consumers;

import io.steward.ops.bench.consumers.Point.Side;
import io.steward.ops.bench.report.Curve;
import io.steward.ops.bench.report.Curve.Line;
import io.steward.ops.bench.report.Figure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The points as figures, curves and notes. Pure. */
final class Tale {
    private static final String CONSUMERS = "consumers";

    private Tale() {}

    static List<Figure> figures(List<Point> points) {
        return points.stream().flatMap(point -> figures(point).stream()).toList();
    }

    private static List<Figure> figures(Point point) {
        String name = CONSUMERS + "." + point.key() + ".n" + point.consumers() + ".";
        Side many = point.many();
        Side alone = point.alone();
        return List.of(
                Figure.of(name + "create", createRate(point), "1/s"),
                Figure.of(name + "publish", many.rates().publish(), "1/s")
                        .beside(alone.rates().publish()),
                Figure.of(name + "deliver", many.rates().deliver(), "1/s")
                        .beside(alone.rates().deliver()),
                Figure.of(name + "delivery.p50", many.oneByOne().millis(50), "ms")
                        .beside(alone.oneByOne().millis(50)),
                Figure.of(name + "delivery.p99", many.oneByOne().millis(99), "ms")
                        .beside(alone.oneByOne().millis(99)),
                Figure.of(name + "memory", many.megabytes(), "MB").beside(alone.megabytes()),
                Figure.of(name + "idle.cpu", point.idleCpu(), "%"),
                Figure.of(name + "stop", seconds(many.stop()), "s").beside(seconds(alone.stop())),
                Figure.of(name + "start", seconds(many.start()), "s").beside(seconds(alone.start())));
    }

    static List<Curve> curves(List<Point> points) {
        if (points.stream().map(Point::consumers).distinct().count() < 2) {
            return List.of();
        }
        return List.of(
                curve("create", "made per second", points, List.of(new Sight("", Tale::createRate))),
                curve(
                        "deliver",
                        "commands delivered and acknowledged per second",
                        points,
                        List.of(new Sight("", p -> p.many().rates().deliver()))),
                curve(
                        "delivery",
                        "ms from publish to delivery, one at a time",
                        points,
                        List.of(
                                new Sight(" p50", p -> p.many().oneByOne().millis(50)),
                                new Sight(" p99", p -> p.many().oneByOne().millis(99)))),
                curve(
                        "memory",
                        "MB of the server",
                        points,
                        List.of(new Sight("", p -> p.many().megabytes()))),
                curve(
                        "restart",
                        "seconds",
                        points,
                        List.of(
                                new Sight(" stop", p -> seconds(p.many().stop())),
                                new Sight(" start", p -> seconds(p.many().start())))));
    }

    static List<String> notes(List<Point> points) {
        List<String> notes = new ArrayList<>();
        notes.add("The limit is what the same broker did with one consumer.");
        points.stream()
                .filter(point -> point.many().rates().left() > 0)
                .forEach(
                        point -> notes.add(point.series() + ", " + point.consumers() + " consumers: time was over with "
                                + point.many().rates().left() + " commands on their way."));
        return notes;
    }

    /** What is looked at of a point. */
    private record Sight(String suffix, ToDoubleFunction<Point> of) {}

    private static Curve curve(String what, String y, List<Point> points, List<Sight> sights) {
        List<Line> lines = new ArrayList<>();
        for (String series : points.stream().map(Point::series).distinct().toList()) {
            for (Sight sight : sights) {
                lines.add(new Line(
                        series + sight.suffix(),
                        points.stream()
                                .filter(point -> point.series().equals(series))
                                .map(point -> new Curve.Point(
                                        point.consumers(), sight.of().applyAsDouble(point)))
                                .toList()));
            }
        }
        return new Curve(CONSUMERS + "-" + what, "consumers", y, true, lines);
    }

    private static double createRate(Point point) {
        return point.consumers() / seconds(point.created());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
