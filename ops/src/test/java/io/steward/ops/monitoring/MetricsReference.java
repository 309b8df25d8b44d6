package io.steward.ops.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The tables of {@code ops/prometheus/METRICS.md}. A value, read once. */
public record MetricsReference(List<Metric> controller, List<Metric> agent, List<Equation> equations) {
    /** One row. */
    public record Metric(
            String name, String prometheus, String type, Set<String> labels, String unit, String meaning) {}

    /** One row: PromQL that answers something exactly when it is true. */
    public record Equation(String promql, String holds) {
        /** Whether it holds only for a fleet in its first life. */
        public boolean fresh() {
            return holds.startsWith("fresh");
        }
    }

    public static MetricsReference read() throws IOException {
        String text = Files.readString(Ops.folder().resolve("prometheus/METRICS.md"));
        return new MetricsReference(
                metrics(text, "## The controller"),
                metrics(text, "## The agent"),
                rows(text, "## The equations").stream()
                        .map(row -> new Equation(code(row.get(0)), row.get(2)))
                        .toList());
    }

    private static List<Metric> metrics(String text, String heading) {
        return rows(text, heading).stream()
                .map(row -> new Metric(
                        code(row.get(0)),
                        code(row.get(1)),
                        row.get(2),
                        Arrays.stream(row.get(3).split(" "))
                                .filter(word -> !word.isEmpty())
                                .map(MetricsReference::code)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        row.get(4),
                        row.get(5)))
                .toList();
    }

    /** The cells of the one table under the heading, without its two first lines. */
    private static List<List<String>> rows(String text, String heading) {
        int start = text.indexOf(heading + "\n");
        if (start < 0) {
            throw new IllegalStateException("METRICS.md has no \"" + heading + "\"");
        }
        int end = text.indexOf("\n## ", start + 1);
        List<List<String>> rows = new ArrayList<>();
        for (String line : text.substring(start, end < 0 ? text.length() : end).split("\n")) {
            if (line.startsWith("| `")) {
                rows.add(cells(line));
            }
        }
        return rows;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1).split("(?<!\\\\)\\|"))
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }

    private static String code(String cell) {
        if (!cell.startsWith("`") || !cell.endsWith("`")) {
            throw new IllegalStateException("METRICS.md has " + cell + " where a word in backquotes is due");
        }
        return cell.substring(1, cell.length() - 1);
    }
}
