package io.steward.controller.read;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a reading query may not use, because neither time nor memory could be bounded: functions that make a long value
 * out of a short text at once or that can't be ended while they work, and queries that feed on themselves. Pure.
 */
public final class Costly {
    private static final Set<String> FUNCTIONS = Set.of(
            "repeat",
            "space",
            "lpad",
            "rpad",
            "stringencode",
            "rawtohex",
            "xmlnode",
            "xmltext",
            "secure_rand",
            "hash",
            "encrypt",
            "decrypt",
            "expand");
    /** Deeper parentheses exhaust the parser's stack. */
    private static final int DEEPEST = 200;

    private static final Set<String> WORDS = Set.of("recursive");
    // Each can multiply a text by itself. Tools ask the catalogue with them.
    private static final Set<String> REPLACING = Set.of("replace", "regexp_replace");
    // Joined text can be joined with itself again by a query around it: this bounds how often.
    private static final int MOST_JOINED = 12;

    private Costly() {}

    /** The first such word; empty: there is none. Quoted names count, text between single quotes does not. */
    public static Optional<String> word(String sql) {
        String text = sql.toLowerCase(Locale.ROOT);
        boolean catalogue = text.contains("pg_catalog.");
        String last = "";
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int next = i + 1;
            if (c == '\'') {
                next = after(text, i, "'");
                last = "";
            } else if (c == '"') {
                next = after(text, i, "\"");
                last = text.substring(i + 1, Math.max(i + 1, next - 1));
            } else if (text.startsWith("--", i) || text.startsWith("//", i)) {
                next = after(text, i + 1, "\n");
            } else if (text.startsWith("/*", i)) {
                next = after(text, i + 1, "*/");
            } else if (named(c)) {
                while (next < text.length() && named(text.charAt(next))) {
                    next++;
                }
                last = text.substring(i, next);
                if (WORDS.contains(last)) {
                    return Optional.of(last);
                }
            } else if (c == '(' && (FUNCTIONS.contains(last) || (!catalogue && REPLACING.contains(last)))) {
                return Optional.of(last);
            } else if (!Character.isWhitespace(c)) {
                last = "";
            }
            i = next;
        }
        return Optional.empty();
    }

    /** What is wrong with it, in words; empty: nothing. */
    public static Optional<String> problem(String sql) {
        if (queries(sql) > 1 && joins(sql) > MOST_JOINED) {
            return Optional.of(
                    "a query around a query joins text at most " + MOST_JOINED + " times here, by || or CONCAT");
        }
        if (depth(sql) > DEEPEST) {
            return Optional.of("it is nested deeper than " + DEEPEST);
        }
        return word(sql)
                .map(word -> word.toUpperCase(Locale.ROOT)
                        + " is not available here, since what it takes of time and memory can't be bounded");
    }

    private static int depth(String sql) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private static int queries(String sql) {
        return sql.toLowerCase(Locale.ROOT).split("\\bselect\\b", -1).length - 1;
    }

    private static int joins(String sql) {
        return sql.toLowerCase(Locale.ROOT).split("\\|\\||\\bconcat|\\bjson_array\\b|\\bjson_object\\b", -1).length - 1;
    }

    private static boolean named(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private static int after(String text, int from, String end) {
        int at = text.indexOf(end, from + 1);
        return at < 0 ? text.length() : at + end.length();
    }
}
