package io.steward.model.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text that was sealed and is open now, in the memory of the node it was meant for. It stands among {@link Args} in the
 * place of the sealed value; the typed readers of Args refuse it, so only a method that asks for secrets gets one.
 *
 * <p>Immutable; any thread. Neither as text nor as JSON does it show what it holds.
 */
public final class Secret {
    /** What is shown in its place. */
    public static final String SHOWN = "•••• (sealed)";

    private final String text;

    public Secret(String text) {
        this.text = text;
    }

    /** What it holds: for a pipe to the process that needs it, never for a file, an argument, a message or a log. */
    public String reveal() {
        return text;
    }

    /** A plain value in which every secret, however deep, is the text it holds. */
    public static @Nullable Object revealed(@Nullable Object value) {
        if (value instanceof Secret secret) {
            return secret.reveal();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, each) -> copy.put(String.valueOf(key), revealed(each)));
            return Collections.unmodifiableMap(copy);
        }
        return value instanceof List<?> list
                ? list.stream().map(Secret::revealed).toList()
                : value;
    }

    /** Whether the value is a secret or holds one. */
    public static boolean within(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(Secret::within);
        }
        return value instanceof List<?> list ? list.stream().anyMatch(Secret::within) : value instanceof Secret;
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}
