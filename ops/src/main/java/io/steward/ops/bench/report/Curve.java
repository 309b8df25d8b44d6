package io.steward.ops.bench.report;

import java.util.List;

/**
 * Lines over one axis, where a curve says more than a figure.
 *
 * @param name as figures are named; also the name of its picture's file
 * @param x what the horizontal axis counts, with its unit
 * @param y what the vertical axis counts, with its unit
 */
public record Curve(String name, String x, String y, boolean logarithmicX, List<Line> lines) {
    /** One line; its points in the order of x. */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /** One point. */
    public record Point(double x, double y) {}

    public Curve {
        lines = List.copyOf(lines);
    }
}
