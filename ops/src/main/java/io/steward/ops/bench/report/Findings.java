package io.steward.ops.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run found.
 *
 * @param settings how much was done: counts and the like, as they were asked for
 * @param notes sentences for people: what bounds a figure, what was cut short
 */
public record Findings(Map<String, String> settings, List<Figure> figures, List<Curve> curves, List<String> notes) {
    public Findings {
        settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        figures = List.copyOf(figures);
        curves = List.copyOf(curves);
        notes = List.copyOf(notes);
    }

    /** Whether every figure with a goal reached it. */
    public boolean held() {
        return figures.stream().allMatch(figure -> figure.held().orElse(true));
    }

    /** As plain values, for JSON. Each figure has {@code name, value, unit, limit, ratio, goal, held}. */
    public Map<String, @Nullable Object> plain() {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("settings", settings);
        plain.put("figures", figures.stream().map(Findings::plain).toList());
        plain.put("curves", curves.stream().map(Findings::plain).toList());
        plain.put("notes", notes);
        return plain;
    }

    private static Map<String, @Nullable Object> plain(Figure figure) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("name", figure.name());
        plain.put("value", figure.value());
        plain.put("unit", figure.unit());
        plain.put("limit", figure.limit().isPresent() ? figure.limit().getAsDouble() : null);
        plain.put("ratio", figure.ratio().isPresent() ? figure.ratio().getAsDouble() : null);
        plain.put("goal", figure.goal().map(Goal::toString).orElse(null));
        plain.put("held", figure.held().orElse(null));
        return plain;
    }

    private static Map<String, @Nullable Object> plain(Curve curve) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("name", curve.name());
        plain.put("x", curve.x());
        plain.put("y", curve.y());
        Map<String, Object> lines = new LinkedHashMap<>();
        curve.lines()
                .forEach(line -> lines.put(
                        line.name(),
                        line.points().stream()
                                .map(point -> List.of(point.x(), point.y()))
                                .toList()));
        plain.put("lines", lines);
        return plain;
    }
}
