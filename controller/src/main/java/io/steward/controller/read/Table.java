package io.steward.controller.read;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query answered. Values are String, Boolean, Integer, Long, BigDecimal, Double, Instant or null; JSON columns
 * and identifiers are text. Immutable.
 *
 * @param columns their names, in order
 * @param more whether rows were left out because the limit was reached
 */
public record Table(List<String> columns, List<List<@Nullable Object>> rows, boolean more) {
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(Table::frozen).toList();
    }

    /** Each row by column name, in column order. */
    public List<Map<String, @Nullable Object>> maps() {
        return rows.stream().map(this::map).toList();
    }

    private Map<String, @Nullable Object> map(List<@Nullable Object> row) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            map.put(columns.get(i), row.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<@Nullable Object> frozen(List<@Nullable Object> row) {
        return Collections.unmodifiableList(new ArrayList<>(row));
    }
}
