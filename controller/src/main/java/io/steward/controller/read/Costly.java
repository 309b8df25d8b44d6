package io.steward.controller.read;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    /** The operator, and the text behind it if there is one. */
    private static final Pattern REGEXP =
            Pattern.compile("\\bregexp\\b(?:\\s*'((?:[^']++|'')*+)'(?!\\s*\\|\\|))?", Pattern.CASE_INSENSITIVE);

    private static final Pattern UNICODE = Pattern.compile("\\bu&\\s*[\"']", Pattern.CASE_INSENSITIVE);
    private static final Pattern ODD_QUOTES =
            Pattern.compile("\\$[A-Za-z_0-9]*\\$|\\be'|/\\*[^*]*/\\*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ANYWHERE = Pattern.compile(
            "\\b(" + String.join("|", FUNCTIONS) + "|replace|regexp_replace)\"?\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern LIKE = Pattern.compile("\\bi?like\\s*e?'((?:[^']++|'')*+)'", Pattern.CASE_INSENSITIVE);
    private static final int MOST_WILD = 4;
    private static final Pattern NESTED = Pattern.compile("\\)\\s*[*+{?]");
    private static final int MOST_REPEATS = 2;

    /** Deeper parentheses exhaust the parser's stack. */
    private static final int DEEPEST = 200;

    /** H2 keeps a bit for each parameter below the highest that is named: 256 MB for the highest that can be written. */
    private static final int MOST_DIGITS = 5;

    private static final Pattern FAR_PARAMETER = Pattern.compile("[$?][0-9]{6}");

    private static final Set<String> WORDS = Set.of("recursive");
    // Each can multiply a text by itself. Tools ask the catalogue with them.
    private static final Set<String> REPLACING = Set.of("replace", "regexp_replace", "regexp_like", "regexp_substr");
    // Joined text can be joined with itself again by a query around it: this bounds how often.
    private static final int MOST_JOINED = 12;

    private Costly() {}

    /** The first such word; empty: there is none. Quoted names count, text between single quotes does not. */
    public static Optional<String> word(String sql) {
        String text = sql.toLowerCase(Locale.ROOT);
        boolean catalogue = text.replaceAll("'[^']*'", "").contains("pg_catalog.");
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
            } else if ((c == '$' || c == '?') && digits(text, i + 1) > MOST_DIGITS) {
                return Optional.of(text.substring(i, i + 1 + MOST_DIGITS) + "…");
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
        Optional<String> written = written(sql);
        if (written.isPresent()) {
            return written;
        }
        Optional<String> pattern = pattern(sql);
        if (pattern.isPresent()) {
            return pattern;
        }
        if (depth(sql) > DEEPEST) {
            return Optional.of("it is nested deeper than " + DEEPEST);
        }
        return word(sql)
                .map(word -> word.toUpperCase(Locale.ROOT)
                        + " is not available here, since what it takes of time and memory can't be bounded");
    }

    // Ways of writing names and texts that are read differently by different readers: a name could hide in one.
    private static Optional<String> written(String sql) {
        if (UNICODE.matcher(sql).find()) {
            return Optional.of("names and texts with Unicode escapes (U&) are not available here");
        }
        boolean odd = ODD_QUOTES.matcher(sql).find();
        Matcher hidden = ANYWHERE.matcher(sql);
        if (odd && hidden.find()) {
            return Optional.of(hidden.group(1).toUpperCase(Locale.ROOT)
                    + " is not available here beside $$, E'' or nested comments, also not within a text");
        }
        if (odd && FAR_PARAMETER.matcher(sql).find()) {
            return Optional.of("parameters have at most " + MOST_DIGITS
                    + " digits here, also within a text beside $$, E'' or nested comments");
        }
        Matcher like = LIKE.matcher(sql);
        while (like.find()) {
            if (like.group(1).chars().filter(c -> c == '%').count() > MOST_WILD) {
                return Optional.of("LIKE takes at most " + MOST_WILD + " times % in a pattern here");
            }
        }
        return Optional.empty();
    }

    // A pattern is matched without anybody being able to stop it, and a few nested repeats take for ever: so it has to
    // be
    // written out where it is used, and simple.
    private static Optional<String> pattern(String sql) {
        Matcher used = REGEXP.matcher(sql);
        while (used.find()) {
            String text = Optional.ofNullable(used.group(1)).orElse("");
            long repeats =
                    text.chars().filter(c -> c == '*' || c == '+' || c == '{').count();
            if (used.group(1) == null
                    || repeats > MOST_REPEATS
                    || NESTED.matcher(text).find()) {
                return Optional.of("REGEXP takes a pattern between quotes with at most " + MOST_REPEATS
                        + " repeats, and none of a group, here");
            }
        }
        return Optional.empty();
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

    private static int digits(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end - from;
    }

    private static boolean named(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$';
    }

    private static int after(String text, int from, String end) {
        int at = text.indexOf(end, from + 1);
        return at < 0 ? text.length() : at + end.length();
    }
}
