package io.steward.model.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a command: a JSON object whose meaning belongs to the method. Values are String, Boolean, Number,
 * List, Map or null, nested; all immutable.
 *
 * <p>The typed readers answer empty for a field that is absent or null and throw {@link BadArgs}, which names the field,
 * for one of another type.
 */
public record Args(Map<String, @Nullable Object> fields) {
    public static final Args NONE = new Args(Map.of());

    public Args {
        fields = frozen(fields);
    }

    public Optional<String> string(String field) {
        return read(field, String.class, "a string");
    }

    public Optional<Boolean> bool(String field) {
        return read(field, Boolean.class, "true or false");
    }

    public Optional<Long> integer(String field) {
        Optional<Number> number = read(field, Number.class, "a whole number");
        return number.map(n -> {
            if (n.doubleValue() != n.longValue()) {
                throw new BadArgs(field, n, "a whole number");
            }
            return n.longValue();
        });
    }

    public Optional<List<String>> strings(String field) {
        return read(field, List.class, "a list of strings").map(list -> {
            List<String> strings = new ArrayList<>();
            for (Object item : list) {
                if (!(item instanceof String string)) {
                    throw new BadArgs(field, item, "a list of strings");
                }
                strings.add(string);
            }
            return List.copyOf(strings);
        });
    }

    /** An object whose values are strings; numbers and booleans are taken as they are written. */
    public Optional<Map<String, String>> stringMap(String field) {
        return read(field, Map.class, "an object of strings").map(map -> {
            Map<String, String> strings = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
                if (entry.getValue() == null
                        || entry.getValue() instanceof Secret
                        || entry.getValue() instanceof Map
                        || entry.getValue() instanceof List) {
                    throw new BadArgs(field + "." + entry.getKey(), entry.getValue(), "a string");
                }
                strings.put(entry.getKey().toString(), entry.getValue().toString());
            }
            return Collections.unmodifiableMap(strings);
        });
    }

    private <T> Optional<T> read(String field, Class<T> type, String allowed) {
        Object value = fields.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw new BadArgs(field, value, allowed);
        }
        return Optional.of(type.cast(value));
    }

    private static Map<String, @Nullable Object> frozen(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, frozenValue(value)));
        return Collections.unmodifiableMap(copy);
    }

    private static @Nullable Object frozenValue(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return frozen(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(frozenValue(item)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }
}
