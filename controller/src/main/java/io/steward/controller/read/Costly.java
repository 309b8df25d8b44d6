package io.steward.controller.read;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL that takes all memory or all time where the database can't be stopped: while it makes one value. It folds constants
 * before a statement runs, so neither the time limit nor the row limit is heard there. Looks at text only; any thread.
 *
 * <p>It refuses the functions that make a value of any size, or work any number of times, out of a few characters. The
 * rights of the read-only user and the limits on time and rows are what holds everything else.
 */
public final class Costly {
    private static final int DEEPEST = 200;
    /** A name as it is, quoted or not; a text as nothing. */
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'[^']*'");

    private static final Pattern FUNCTION = Pattern.compile(
            "(?<![A-Za-z0-9_$.])(space|repeat|lpad|rpad|secure_rand|hash|expand|encrypt|decrypt)\\s*\\(",
            Pattern.CASE_INSENSITIVE);

    private Costly() {}

    /** What is wrong with it; empty: nothing of this kind. */
    public static Optional<String> problem(String sql) {
        String plain = QUOTED.matcher(sql).replaceAll("$1");
        Matcher function = FUNCTION.matcher(plain);
        if (function.find()) {
            return Optional.of("function " + function.group(1).toUpperCase(java.util.Locale.ROOT)
                    + " is not allowed: it can take all memory or time at once");
        }
        int depth = 0;
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > DEEPEST) {
                return Optional.of("it is nested deeper than " + DEEPEST);
            }
        }
        return Optional.empty();
    }
}
