package io.steward.ops.cli;

import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command answers: a table for people; json and csv whole and exact, for programs. */
final class Format {
    /** The three. */
    enum Kind {
        table,
        json,
        csv
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    Kind kind = Kind.table;

    Terminal terminal = Terminal.here();

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            description = "Colours: ${COMPLETION-CANDIDATES}. Default: auto, on a terminal unless NO_COLOR is set.")
    void colour(Terminal.Colour when) {
        terminal = terminal.coloured(when);
    }

    boolean table() {
        return kind == Kind.table;
    }

    /** Whether a view that follows is drawn in place; else it prints lines. */
    boolean live() {
        return table() && terminal.live();
    }

    void rows(PrintStream out, List<Column> columns, List<Map<String, @Nullable Object>> rows) {
        switch (kind) {
            case table -> new Table(columns, terminal).lines(rows).forEach(out::println);
            case json -> out.println(PlainJson.pretty(rows));
            case csv -> csv(rows).forEach(out::println);
        }
    }

    /** Any value, for commands whose answer is no list of rows. */
    void value(PrintStream out, Map<String, @Nullable Object> value) {
        switch (kind) {
            case table -> {
                int width =
                        value.keySet().stream().mapToInt(String::length).max().orElse(0);
                value.forEach((name, field) -> {
                    if (field != null) {
                        String text = field instanceof String string ? string : Views.plain(field);
                        out.println(terminal.toned(Terminal.Tone.QUIET, name + " ".repeat(width - name.length())) + "  "
                                + text);
                    }
                });
            }
            case json -> out.println(PlainJson.pretty(value));
            case csv -> csv(List.of(value)).forEach(out::println);
        }
    }

    /** RFC 4180: the names of all fields first. */
    static List<String> csv(List<Map<String, @Nullable Object>> rows) {
        Set<String> names = new LinkedHashSet<>();
        rows.forEach(row -> names.addAll(row.keySet()));
        List<String> lines = new java.util.ArrayList<>();
        lines.add(names.stream().map(Format::quoted).collect(Collectors.joining(",")));
        for (Map<String, @Nullable Object> row : rows) {
            lines.add(names.stream().map(name -> quoted(row.get(name))).collect(Collectors.joining(",")));
        }
        return lines;
    }

    private static String quoted(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value instanceof Map || value instanceof List ? PlainJson.text(value) : value.toString();
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
