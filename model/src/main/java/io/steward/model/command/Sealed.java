package io.steward.model.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sealed value as it stands in the arguments of a command: an object with the one member {@code $sealed}, whose text
 * only the node can open. Anything else with a member of that name is an error. Immutable.
 */
public record Sealed(String text) {
    /** The member that makes an object a sealed value. */
    public static final String MEMBER = "$sealed";

    /** How it is written. */
    public Map<String, String> plain() {
        return Map.of(MEMBER, text);
    }

    /** Whether the value is a sealed one or holds one. */
    public static boolean within(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.containsKey(MEMBER) || map.values().stream().anyMatch(Sealed::within);
        }
        return value instanceof List<?> list && list.stream().anyMatch(Sealed::within);
    }

    /**
     * The arguments with something else in the place of every sealed value.
     *
     * @param opener gets the sealed value and where it stands, like {@code env.PASSWORD} or {@code list[2]}
     * @throws BadArgs for an object that is neither a sealed value nor anything else
     */
    public static Args replaced(Args args, Opener opener) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        args.fields().forEach((name, value) -> fields.put(name, replaced(name, value, opener)));
        return new Args(fields);
    }

    /** What comes in the place of a sealed value. */
    public interface Opener {
        Object open(String field, Sealed sealed);
    }

    private static @Nullable Object replaced(String field, @Nullable Object value, Opener opener) {
        if (value instanceof Map<?, ?> map) {
            if (map.containsKey(MEMBER)) {
                return opener.open(field, of(field, map));
            }
            return mapped(map, name -> replaced(field + "." + name, map.get(name), opener));
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new java.util.ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                copy.add(replaced(field + "[" + i + "]", list.get(i), opener));
            }
            return copy;
        }
        return value;
    }

    private static Map<String, @Nullable Object> mapped(Map<?, ?> map, Function<Object, @Nullable Object> each) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.keySet().forEach(name -> copy.put(String.valueOf(name), each.apply(name)));
        return copy;
    }

    private static Sealed of(String field, Map<?, ?> map) {
        if (map.size() == 1 && map.get(MEMBER) instanceof String text) {
            return new Sealed(text);
        }
        throw new BadArgs(field, "an object with " + MEMBER, MEMBER + " alone, with a text in base64url");
    }
}
