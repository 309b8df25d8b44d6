package io.steward.ops.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code steward sql "SELECT …"}. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description = "Asks the state database; reading only. The views are node_state, command_state,"
                + " command_history, node_history, event_log, delivery_proof and projection_position.",
        footer = {
            "",
            "Examples:",
            "  steward sql \"SELECT node, online, last_status FROM node_state\"",
            "  steward sql \"SELECT status, count(*) FROM command_state GROUP BY status\" -o csv",
            "  steward sql -o json - < question.sql",
            "",
            "ops/questions.md has twenty questions ready to be asked.",
            "The SQL port speaks to psql, DBeaver and Grafana."
        })
final class SqlCommand implements Callable<Integer> {
    @Mixin
    Target target;

    @Mixin
    Format format;

    @Parameters(paramLabel = "QUERY", description = "One SELECT; - reads it from standard input.")
    String query;

    @Override
    public Integer call() throws IOException {
        String asked = query.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : query;
        Object answer = target.api().post("/api/v1/sql", Map.of("query", asked), Map.of());
        List<Map<String, @Nullable Object>> rows = rows(answer);
        if (rows.isEmpty() && format.kind == Format.Kind.csv) {
            System.out.println(String.join(",", columns(answer)));
        } else {
            format.rows(System.out, Views.generic(columns(answer)), rows);
        }
        if (Rows.flag(Rows.object(answer), "more")) {
            System.err.println("steward: there are more rows than the controller sends at once; use LIMIT and OFFSET");
        }
        return 0;
    }

    /** The rows of an answer as objects. */
    static List<Map<String, @Nullable Object>> rows(@Nullable Object answer) {
        List<String> columns = columns(answer);
        Object rows = Rows.object(answer).get("rows");
        return rows instanceof List<?> list
                ? list.stream().map(row -> named(columns, (List<?>) row)).toList()
                : List.of();
    }

    private static List<String> columns(@Nullable Object answer) {
        Object columns = Rows.object(answer).get("columns");
        return columns instanceof List<?> list
                ? list.stream()
                        .map(column -> column instanceof Map ? Rows.text(Rows.object(column), "name") : "" + column)
                        .toList()
                : List.of();
    }

    private static Map<String, @Nullable Object> named(List<String> columns, List<?> values) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String name = columns.get(i);
            row.put(row.containsKey(name) ? name + "_" + (i + 1) : name, values.get(i));
        }
        return row;
    }
}
