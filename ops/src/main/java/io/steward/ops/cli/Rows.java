package io.steward.ops.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads plain JSON values (maps, lists, strings, numbers, booleans, null) without casts in every command. */
final class Rows {
    private Rows() {}

    /** The object that this value is; empty if it is none. */
    @SuppressWarnings("unchecked") // objects come from PlainJson, whose keys are strings
    static Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    /** The list of objects under this field. */
    static List<Map<String, @Nullable Object>> list(@Nullable Object value, String field) {
        Object list = object(value).get(field);
        return list instanceof List<?> items ? items.stream().map(Rows::object).toList() : List.of();
    }

    /** The field as text; numbers and booleans as they are written; empty text if it is absent or null. */
    static String text(Map<String, @Nullable Object> row, String field) {
        Object value = row.get(field);
        return value == null ? "" : value.toString();
    }

    static Optional<Long> number(Map<String, @Nullable Object> row, String field) {
        return row.get(field) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    static boolean flag(Map<String, @Nullable Object> row, String field) {
        return Boolean.TRUE.equals(row.get(field));
    }
}
