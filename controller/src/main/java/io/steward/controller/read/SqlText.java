package io.steward.controller.read;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at SQL that somebody else wrote, far enough to tell one statement from two and a condition from something that
 * breaks out of its parentheses. What a statement may reach is not decided here: the read-only user's rights do that.
 */
final class SqlText {
    private static final Set<String> READING = Set.of("select", "with", "values", "table", "explain", "show");
    private static final int LONGEST = 100_000;

    private SqlText() {}

    /** The one reading statement in this text, without its closing semicolon. */
    static String statement(String text) throws BadQuery {
        String statement = text.strip();
        while (statement.endsWith(";")) {
            statement = statement.substring(0, statement.length() - 1).strip();
        }
        String first = statement.split("[^A-Za-z]", 2)[0].toLowerCase(Locale.ROOT);
        String begin = statement.startsWith("(") ? "select" : first;
        if (!READING.contains(begin)) {
            throw new BadQuery("query \"" + shown(text) + "\" is not allowed: use one SELECT, WITH, VALUES, TABLE, SHOW"
                    + " or EXPLAIN; nothing here writes");
        }
        Optional<String> problem = problem(statement);
        if (problem.isPresent()) {
            throw new BadQuery("query \"" + shown(text) + "\" is not allowed: " + problem.get());
        }
        return statement;
    }

    /** A condition that stays a condition when it is put into parentheses. */
    static String condition(String text) throws BadQuery {
        Optional<String> problem = text.isBlank() ? Optional.of("it is empty") : problem(text);
        if (problem.isPresent()) {
            throw new BadQuery("where \"" + shown(text) + "\" is not allowed: " + problem.get()
                    + "; use a condition over node_state like online and (labels).site = 'north'");
        }
        return text;
    }

    private static Optional<String> problem(String sql) {
        if (sql.length() > LONGEST) {
            return Optional.of("it has " + sql.length() + " characters, more than " + LONGEST);
        }
        Optional<String> costly = Costly.problem(sql);
        if (costly.isPresent()) {
            return costly;
        }
        int depth = 0;
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\'' || c == '"') {
                int end = sql.indexOf(c, i + 1);
                if (end < 0) {
                    return Optional.of("a quote is not closed");
                }
                i = end;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth < 0) {
                return Optional.of("it closes a parenthesis that it did not open");
            } else if (c == ';') {
                return Optional.of("it holds more than one statement");
            } else if (c == '\\' || c == '`' || sql.startsWith("$$", i)) {
                return Optional.of("quote text with ' and names with \"");
            } else if (comment(sql, i)) {
                return Optional.of("leave comments out");
            }
            i++;
        }
        return depth == 0 ? Costly.problem(sql) : Optional.of("a parenthesis is not closed");
    }

    private static boolean comment(String sql, int at) {
        return sql.startsWith("--", at) || sql.startsWith("/*", at) || sql.startsWith("//", at);
    }

    private static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }
}
