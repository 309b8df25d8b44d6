package io.steward.controller.read.door;

import io.steward.controller.read.door.Lexer.Kind;
import io.steward.controller.read.door.Lexer.Token;
import java.util.List;
import java.util.StringJoiner;

/**
 * The answer to questions about keys and indexes in ways that only PostgreSQL understands: views have none, so it is no
 * row, with the columns that were asked for. No state.
 */
final class EmptyAnswer {
    private EmptyAnswer() {}

    static String like(PgStatement statement) {
        StringJoiner columns = new StringJoiner(", ", "select ", " where 1 = 0");
        StringBuilder parameters = new StringBuilder();
        List<Token> tokens = statement.tokens();
        int depth = 0;
        boolean listed = false;
        for (int i = 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.symbol("(") ? 1 : token.symbol(")") ? -1 : 0;
            if (!listed && depth == 0 && (token.symbol(",") || token.word("from"))) {
                columns.add("cast(null as varchar) as " + label(tokens.get(i - 1)));
                listed = token.word("from");
            }
            if (token.kind() == Kind.PARAMETER) {
                String number = "?" + token.text().substring(1);
                if (parameters.indexOf(number + " ") < 0) {
                    parameters.append(" and cast(").append(number).append(" as varchar) is null");
                }
            }
        }
        return columns + parameters.toString();
    }

    private static String label(Token last) {
        String name =
                last.kind() == Kind.WORD ? last.text().toLowerCase(java.util.Locale.ROOT) : PgStatement.unquoted(last);
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
