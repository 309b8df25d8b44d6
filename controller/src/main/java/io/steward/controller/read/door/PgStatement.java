package io.steward.controller.read.door;

import io.steward.controller.read.Costly;
import io.steward.controller.read.door.Lexer.Kind;
import io.steward.controller.read.door.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One statement as a client wrote it. A value.
 *
 * @param tokens without spaces, comments and the closing semicolon
 * @param text from its first token to its last
 * @param at where it begins in what the client sent, from 0
 */
record PgStatement(List<Token> tokens, String text, int at) {
    private static final int LONGEST = 100_000;

    PgStatement {
        tokens = List.copyOf(tokens);
    }

    /** The statements of a text, empty ones left out. */
    static List<PgStatement> split(String sql) throws PgError {
        if (sql.length() > LONGEST) {
            throw new PgError("54001", "the text has " + sql.length() + " characters, more than " + LONGEST);
        }
        Optional<String> costly = Costly.problem(sql);
        if (costly.isPresent()) {
            throw new PgError("42501", costly.get());
        }
        List<PgStatement> statements = new ArrayList<>();
        List<Token> tokens = new ArrayList<>();
        for (Token token : Lexer.tokens(sql)) {
            if (token.kind() == Kind.END) {
                add(statements, tokens, sql);
                tokens = new ArrayList<>();
            } else if (token.kind() != Kind.SPACE) {
                tokens.add(token);
            }
        }
        add(statements, tokens, sql);
        return statements;
    }

    private static void add(List<PgStatement> statements, List<Token> tokens, String sql) {
        if (!tokens.isEmpty()) {
            Token last = tokens.get(tokens.size() - 1);
            int from = tokens.get(0).at();
            statements.add(new PgStatement(
                    tokens, sql.substring(from, last.at() + last.text().length()), from));
        }
    }

    /** The lower-case word at that place, or nothing. */
    String word(int place) {
        return place < tokens.size() && tokens.get(place).kind() == Kind.WORD
                ? tokens.get(place).text().toLowerCase(Locale.ROOT)
                : "";
    }

    /** What stands at that place without its quotes. */
    String plain(int place) {
        return place < tokens.size() ? unquoted(tokens.get(place)) : "";
    }

    static String unquoted(Token token) {
        String text = token.text();
        return switch (token.kind()) {
            case STRING -> text.substring(1, text.length() - 1).replace("''", "'");
            case NAME -> text.substring(1, text.length() - 1).replace("\"\"", "\"");
            case ESCAPED -> unescaped(text.substring(2, text.length() - 1));
            case DOLLAR -> {
                int tag = text.indexOf('$', 1) + 1;
                yield text.substring(tag, text.length() - tag);
            }
            case WORD, NUMBER, PARAMETER, SYMBOL, SPACE, END -> text;
        };
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                i++;
            } else if (c == '\\' && i + 1 < text.length()) {
                c = text.charAt(++i);
                c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
            }
            plain.append(c);
        }
        return plain.toString();
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
