package io.steward.controller.intake;

import io.steward.controller.read.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists, page by page. */
final class Pages {
    private Pages() {}

    /** {@code after} asks for the next page; null: this was the last. */
    static Map<String, @Nullable Object> page(String name, Table table, String key) {
        List<Map<String, @Nullable Object>> rows = Rows.of(table);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put(name, rows);
        json.put(
                "after",
                table.more() && !rows.isEmpty() ? rows.get(rows.size() - 1).get(key) : null);
        return json;
    }
}
