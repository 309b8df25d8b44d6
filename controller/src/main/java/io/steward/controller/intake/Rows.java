package io.steward.controller.intake;

import io.steward.controller.read.Table;
import io.steward.model.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of the state database as they stand in answers: times as text, columns that hold JSON as JSON. Pure. */
final class Rows {
    /** Columns of the views whose text is JSON, or may be. */
    private static final Set<String> JSON_COLUMNS = Set.of("args", "labels", "body");

    private Rows() {}

    static List<Map<String, @Nullable Object>> of(Table table) {
        return table.maps().stream().map(Rows::of).toList();
    }

    static Map<String, @Nullable Object> of(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        row.forEach((column, value) -> json.put(
                column,
                value instanceof String text && JSON_COLUMNS.contains(column)
                        ? Documents.jsonOrText(text)
                        : scalar(value)));
        return json;
    }

    /** A query's answer: what its columns mean is for the asker to know, so nothing but times is changed. */
    static Map<String, @Nullable Object> ofQuery(Table table) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("columns", table.columns());
        json.put("rows", table.rows().stream().map(Rows::scalars).toList());
        json.put("more", table.more());
        return json;
    }

    private static List<@Nullable Object> scalars(List<@Nullable Object> row) {
        List<@Nullable Object> json = new ArrayList<>();
        row.forEach(value -> json.add(scalar(value)));
        return json;
    }

    private static @Nullable Object scalar(@Nullable Object value) {
        return value instanceof Instant time ? Json.time(time) : value;
    }
}
