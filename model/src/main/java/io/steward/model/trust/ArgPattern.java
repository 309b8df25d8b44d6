package io.steward.model.trust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one argument may be: a text (a string, number or boolean as it is written) or a list of texts, element by element.
 * A value. Objects and nested lists match only {@link #ANYTHING}.
 *
 * @param list whether it speaks of a list
 * @param more a list may go on after the patterns with anything ({@code "**"} as the last one)
 */
public record ArgPattern(boolean list, List<Glob> patterns, boolean more) {
    /** Whatever the argument is. */
    public static final ArgPattern ANYTHING = new ArgPattern(true, List.of(), true);

    private static final String MORE = "**";

    public ArgPattern {
        patterns = List.copyOf(patterns);
    }

    /** One text; {@code "**"} is {@link #ANYTHING}. */
    public static ArgPattern text(String pattern) {
        return pattern.equals(MORE) ? ANYTHING : new ArgPattern(false, List.of(new Glob(pattern)), false);
    }

    /** A list of texts. */
    public static ArgPattern list(List<String> patterns) {
        boolean more = !patterns.isEmpty() && patterns.get(patterns.size() - 1).equals(MORE);
        List<String> own = more ? patterns.subList(0, patterns.size() - 1) : patterns;
        return new ArgPattern(true, own.stream().map(Glob::new).toList(), more);
    }

    public boolean matches(@Nullable Object value) {
        if (equals(ANYTHING)) {
            return true;
        }
        if (!list) {
            return isText(value) && patterns.get(0).matches(String.valueOf(value));
        }
        if (!(value instanceof List<?> elements)
                || elements.size() < patterns.size()
                || (elements.size() > patterns.size() && !more)) {
            return false;
        }
        for (int i = 0; i < patterns.size(); i++) {
            if (!isText(elements.get(i)) || !patterns.get(i).matches(String.valueOf(elements.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
