package io.steward.model.config;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The values of a set of declared {@link Key}s, checked as a whole: a wrong value or an unknown key is never passed
 * over, and all of them are reported at once. Immutable; any thread may read it.
 *
 * <p>A key that ends in {@code .*} declares a family, like {@code labels.*}; {@link #family} reads it.
 */
public final class Settings {
    /** Settings that can't be used; the message has one line for each reason. */
    public static final class BadSettings extends Exception {
        private final List<String> reasons;

        BadSettings(List<String> reasons) {
            super(String.join(System.lineSeparator(), reasons));
            this.reasons = List.copyOf(reasons);
        }

        public List<String> reasons() {
            return reasons;
        }
    }

    private static final String FAMILY = ".*";

    private final Map<Key<?>, Object> values;
    private final Map<String, String> families;

    private Settings(Map<Key<?>, Object> values, Map<String, String> families) {
        this.values = values;
        this.families = families;
    }

    /**
     * Reads and checks all of them.
     *
     * @param layers from the weakest to the strongest, say file, environment, flags; names as in {@link Key#name}
     */
    public static Settings read(List<Key<?>> keys, List<Map<String, String>> layers) throws BadSettings {
        Map<String, String> texts = new TreeMap<>();
        layers.forEach(texts::putAll);
        List<String> problems = new ArrayList<>();
        Map<Key<?>, Object> values = new LinkedHashMap<>();
        Map<String, String> families = new TreeMap<>();
        for (Key<?> key : keys) {
            if (!key.name().endsWith(FAMILY)) {
                String text = texts.containsKey(key.name()) ? texts.remove(key.name()) : key.fallback();
                parse(key, text, values, problems);
            }
        }
        for (Map.Entry<String, String> rest : texts.entrySet()) {
            if (inFamily(keys, rest.getKey())) {
                families.put(rest.getKey(), rest.getValue());
            } else {
                problems.add("unknown key \"" + rest.getKey() + "\"" + nearest(keys, rest.getKey()));
            }
        }
        if (!problems.isEmpty()) {
            throw new BadSettings(problems);
        }
        return new Settings(values, families);
    }

    /** What the environment says about these keys, by key name. Other variables are not looked at. */
    public static Map<String, String> fromEnvironment(List<Key<?>> keys, Map<String, String> environment) {
        return keys.stream()
                .filter(key -> environment.containsKey(key.environmentName()))
                .collect(Collectors.toMap(Key::name, key -> environment.get(key.environmentName())));
    }

    /** The value of a declared key. */
    public <T> T get(Key<T> key) {
        Object value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("key " + key.name() + " is not among the declared ones");
        }
        @SuppressWarnings("unchecked") // parse put it there with this very key
        T typed = (T) value;
        return typed;
    }

    /** The members of a family by the rest of their names. */
    public Map<String, String> family(Key<?> family) {
        String prefix = family.name().substring(0, family.name().length() - 1);
        return families.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .collect(Collectors.toMap(
                        entry -> entry.getKey().substring(prefix.length()),
                        Map.Entry::getValue,
                        (a, b) -> b,
                        TreeMap::new));
    }

    private static <T> void parse(Key<T> key, String text, Map<Key<?>, Object> values, List<String> problems) {
        try {
            values.put(key, key.parser().apply(text.strip()));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            problems.add("key \"" + key.name() + "\" value \"" + text + "\" is not allowed: use " + key.allowed());
        }
    }

    private static boolean inFamily(List<Key<?>> keys, String name) {
        return keys.stream()
                .map(Key::name)
                .filter(key -> key.endsWith(FAMILY))
                .map(key -> key.substring(0, key.length() - 1))
                .anyMatch(prefix -> name.startsWith(prefix) && name.length() > prefix.length());
    }

    private static String nearest(List<Key<?>> keys, String name) {
        String first = name.contains(".") ? name.substring(0, name.indexOf('.') + 1) : name;
        Set<String> same = keys.stream()
                .map(Key::name)
                .filter(key -> key.startsWith(first))
                .collect(Collectors.toCollection(java.util.TreeSet::new));
        return same.isEmpty() ? "" : ": here " + String.join(", ", same) + " are known";
    }
}
