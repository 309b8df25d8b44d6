package io.steward.ops.bench.report;

import io.steward.ops.bench.report.Curve.Line;
import io.steward.ops.bench.report.Curve.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A curve as an SVG picture. Text stays text, so that drawing needs no fonts: a headless Java has none, and the plotting
 * libraries ask for them. Readable on light and dark.
 */
public final class Svg {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;
    private static final int TICKS = 5;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#d95f02", "#2a9d5c", "#8e44ad", "#c2185b", "#607d8b");

    private final Curve curve;
    private final double leastX;
    private final double mostX;
    private final double mostY;
    private final StringBuilder text = new StringBuilder();
    private double labelled = -WIDTH;

    private Svg(Curve curve) {
        this.curve = curve;
        this.leastX = all(Point::x).min().orElse(0);
        this.mostX = all(Point::x).max().orElse(1);
        this.mostY = round(Math.max(1e-9, all(Point::y).max().orElse(1)));
    }

    /** The picture. */
    public static String of(Curve curve) {
        return new Svg(curve).draw();
    }

    private String draw() {
        put(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT);
        put("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        put("<text x=\"%d\" y=\"20\" font-size=\"15\">%s</text>", LEFT, escaped(curve.name()));
        for (int i = 0; i <= TICKS; i++) {
            double value = mostY * i / TICKS;
            put(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
                    LEFT, WIDTH - RIGHT, y(value), y(value));
            put("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 8, y(value) + 4, Figure.plain(value));
        }
        all(Point::x).distinct().sorted().forEach(this::tick);
        put(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, escaped(curve.x()));
        put("<text x=\"%d\" y=\"%d\">%s</text>", LEFT - 60, TOP - 12, escaped(curve.y()));
        for (int i = 0; i < curve.lines().size(); i++) {
            line(curve.lines().get(i), COLOURS.get(i % COLOURS.size()), i);
        }
        return text.append("</svg>\n").toString();
    }

    private void tick(double value) {
        if (x(value) - labelled >= 60) {
            labelled = x(value);
            put(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                    x(value), HEIGHT - BOTTOM + 18, Figure.plain(value));
        }
    }

    private void line(Line line, String colour, int number) {
        StringBuilder points = new StringBuilder();
        line.points().forEach(p -> points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(p.x()), y(p.y()))));
        put(
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>",
                colour, points.toString().strip());
        line.points()
                .forEach(p -> put("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(p.x()), y(p.y()), colour));
        int row = TOP + 16 + 18 * number;
        put("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>", LEFT + 12, row, colour, escaped(line.name()));
    }

    private double x(double value) {
        double share = mostX == leastX
                ? 0.5
                : curve.logarithmicX() && leastX > 0
                        ? Math.log(value / leastX) / Math.log(mostX / leastX)
                        : (value - leastX) / (mostX - leastX);
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - value / mostY * (HEIGHT - TOP - BOTTOM);
    }

    /** The next number with one digit: where the axis ends. */
    private static double round(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        return Math.ceil(most / power) * power;
    }

    private java.util.stream.DoubleStream all(ToDoubleFunction<Point> of) {
        return curve.lines().stream().flatMap(line -> line.points().stream()).mapToDouble(of);
    }

    private void put(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
