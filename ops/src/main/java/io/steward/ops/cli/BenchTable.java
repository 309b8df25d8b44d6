package io.steward.ops.cli;

import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Goal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Findings as a table: a figure a line, its limit and its goal beside it. */
final class BenchTable {
    static final List<Column> COLUMNS = List.of(
            Column.whole("FIGURE", 0, row -> Rows.text(row, "name")),
            Column.number("VALUE", 0, "value"),
            Column.number("LIMIT", 0, "limit"),
            Column.whole("UNIT", 0, row -> Rows.text(row, "unit")),
            Column.number("RATIO", 0, "ratio"),
            Column.whole("GOAL", 1, row -> Rows.text(row, "goal")),
            Column.whole("", 0, row -> Rows.text(row, "held"))
                    .toned(text -> text.equals("missed") ? Terminal.Tone.BAD : Terminal.Tone.GOOD));

    private final Findings findings;

    BenchTable(Findings findings) {
        this.findings = findings;
    }

    List<Map<String, @Nullable Object>> rows() {
        return findings.figures().stream().map(BenchTable::row).toList();
    }

    List<String> lines(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add(String.join(
                ", ",
                findings.settings().entrySet().stream()
                        .map(setting -> setting.getKey() + " " + setting.getValue())
                        .toList()));
        lines.add("");
        lines.addAll(new Table(COLUMNS, terminal).lines(rows()));
        if (!findings.notes().isEmpty()) {
            lines.add("");
            lines.addAll(findings.notes());
        }
        return lines;
    }

    private static Map<String, @Nullable Object> row(Figure figure) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("name", figure.name());
        row.put("value", Figure.plain(figure.value()));
        row.put(
                "limit",
                figure.limit().isPresent() ? Figure.plain(figure.limit().getAsDouble()) : null);
        row.put("unit", figure.unit());
        row.put(
                "ratio",
                figure.ratio().isPresent() ? Figure.plain(figure.ratio().getAsDouble()) : null);
        row.put("goal", figure.goal().map(Goal::toString).orElse(null));
        row.put("held", figure.held().map(held -> held ? "held" : "missed").orElse(null));
        return row;
    }
}
