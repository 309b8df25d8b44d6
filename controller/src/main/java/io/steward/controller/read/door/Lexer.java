package io.steward.controller.read.door;

import java.util.ArrayList;
import java.util.List;

/** Cuts PostgreSQL's SQL into tokens; their texts, put together, are the text again. No state. */
final class Lexer {
    enum Kind {
        /** A name or keyword without quotes. */
        WORD,
        /** A name in double quotes. */
        NAME,
        /** {@code '…'}. */
        STRING,
        /** {@code E'…'} with backslashes. */
        ESCAPED,
        /** {@code $tag$…$tag$}. */
        DOLLAR,
        NUMBER,
        /** {@code $1}. */
        PARAMETER,
        SYMBOL,
        /** Spaces and comments. */
        SPACE,
        /** A semicolon. */
        END
    }

    /** @param at where it begins, from 0 */
    record Token(Kind kind, String text, int at) {
        boolean word(String lower) {
            return kind == Kind.WORD && text.equalsIgnoreCase(lower);
        }

        boolean symbol(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }
    }

    private static final String OPERATORS = "+-*/<>=~!@#%^&|`?:";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    static List<Token> tokens(String sql) throws PgError {
        Lexer lexer = new Lexer(sql);
        while (lexer.at < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() throws PgError {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            add(Kind.SPACE, run(at, Lexer::space));
        } else if (sql.startsWith("--", at)) {
            int line = sql.indexOf('\n', at);
            add(Kind.SPACE, line < 0 ? sql.length() : line);
        } else if (sql.startsWith("/*", at)) {
            add(Kind.SPACE, commentEnd());
        } else if ((c == 'e' || c == 'E') && sql.startsWith("'", at + 1)) {
            add(Kind.ESCAPED, quoted('\'', at + 2, true));
        } else if (c == '\'') {
            add(Kind.STRING, quoted('\'', at + 1, false));
        } else if (c == '"') {
            add(Kind.NAME, quoted('"', at + 1, false));
        } else if (c == '$') {
            dollar();
        } else if (Character.isDigit(c)) {
            add(Kind.NUMBER, run(at, Lexer::ofNumber));
        } else if (Character.isLetter(c) || c == '_') {
            add(Kind.WORD, run(at, Lexer::ofName));
        } else if (c == ';') {
            add(Kind.END, at + 1);
        } else {
            add(Kind.SYMBOL, OPERATORS.indexOf(c) < 0 ? at + 1 : operatorEnd());
        }
    }

    private void dollar() throws PgError {
        int digits = run(at + 1, Character::isDigit);
        if (digits > at + 1) {
            add(Kind.PARAMETER, digits);
            return;
        }
        int tagEnd = run(at + 1, Lexer::ofName);
        if (!sql.startsWith("$", tagEnd)) {
            throw new PgError(PgError.SYNTAX, "a $ that begins neither a parameter nor a text", at + 1);
        }
        String tag = sql.substring(at, tagEnd + 1);
        int end = sql.indexOf(tag, tagEnd + 1);
        if (end < 0) {
            throw new PgError(PgError.SYNTAX, "a text in " + tag + " is not closed", at + 1);
        }
        add(Kind.DOLLAR, end + tag.length());
    }

    private int quoted(char quote, int from, boolean backslashes) throws PgError {
        for (int i = from; i < sql.length(); i++) {
            if (backslashes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return i + 1;
                }
            }
        }
        throw new PgError(PgError.SYNTAX, "a quote is not closed", at + 1);
    }

    private int commentEnd() throws PgError {
        int depth = 0;
        for (int i = at; i < sql.length(); i++) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (sql.startsWith("*/", i)) {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            }
        }
        throw new PgError(PgError.SYNTAX, "a comment is not closed", at + 1);
    }

    private int operatorEnd() {
        int end = at + 1;
        while (end < sql.length()
                && OPERATORS.indexOf(sql.charAt(end)) >= 0
                && !sql.startsWith("--", end)
                && !sql.startsWith("/*", end)) {
            end++;
        }
        return end;
    }

    private interface Of {
        boolean holds(char c);
    }

    private int run(int from, Of of) {
        int end = from;
        while (end < sql.length() && of.holds(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean space(char c) {
        return Character.isWhitespace(c);
    }

    private static boolean ofName(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean ofNumber(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_';
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, sql.substring(at, end), at));
        at = end;
    }
}
