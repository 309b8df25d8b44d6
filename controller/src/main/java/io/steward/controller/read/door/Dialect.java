package io.steward.controller.read.door;

import io.steward.controller.read.door.Lexer.Kind;
import io.steward.controller.read.door.Lexer.Token;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's way of writing as the databases here understand it. No state. */
final class Dialect {
    private static final Pattern INTERVAL = Pattern.compile(
            "\\s*(-?\\d{1,17})\\s*(second|minute|hour|day|week|month|year)s?\\s*", Pattern.CASE_INSENSITIVE);
    private static final Set<String> CATALOG_CALLS = Set.of(
            "version",
            "current_setting",
            "set_config",
            "current_database",
            "current_schema",
            "current_schemas",
            "has_table_privilege",
            "has_schema_privilege",
            "has_database_privilege",
            "has_column_privilege",
            "has_any_column_privilege",
            "format_type",
            "obj_description",
            "col_description",
            "shobj_description",
            "to_regclass",
            "to_regtype",
            "inet_server_port");
    private static final Set<String> CATALOG_TABLES = Set.of(
            "pg_class",
            "pg_type",
            "pg_namespace",
            "pg_attribute",
            "pg_database",
            "pg_roles",
            "pg_user",
            "pg_settings",
            "pg_tables",
            "pg_views",
            "pg_range",
            "pg_proc",
            "pg_index",
            "pg_constraint",
            "pg_description",
            "pg_extension");
    private static final Set<String> NAMES_OF_THINGS =
            Set.of("regclass", "regtype", "regproc", "regprocedure", "regrole", "regnamespace", "name", "\"char\"");

    private static final Set<String> BUILT_IN = Set.of("array_to_string", "unnest", "length", "quote_ident");
    // How the driver of Java programs orders types: by their schemas' places in the search path.
    private static final Pattern BY_SEARCH_PATH = Pattern.compile(
            "left\\s+join\\s*\\(\\s*select\\s+ns\\.oid.*?as\\s+sp\\s+on\\s+sp\\.nspoid\\s*=\\s*typnamespace",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    // How psql shows the options of what a table keeps elsewhere; views have none.
    private static final Pattern TOAST_OPTIONS = Pattern.compile(
            "\\|\\|\\s*array\\s*\\(\\s*select\\s+'toast\\.'[^()]*\\([^()]*\\)\\s*x\\s*\\)", Pattern.CASE_INSENSITIVE);

    private Dialect() {}

    /** Whether this asks what PostgreSQL's own catalogue would know. */
    static boolean asksCatalog(PgStatement statement, Set<String> views) {
        boolean asks = false;
        List<Token> tokens = statement.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() != Kind.WORD && token.kind() != Kind.NAME) {
                continue;
            }
            String word = PgStatement.unquoted(token).toLowerCase(Locale.ROOT);
            if (views.contains(word)) {
                return false;
            }
            boolean call = i + 1 < tokens.size() && tokens.get(i + 1).symbol("(");
            asks |= word.equals("pg_catalog")
                    || CATALOG_TABLES.contains(word)
                    || (call && (CATALOG_CALLS.contains(word) || word.startsWith("pg_")))
                    || (token.kind() == Kind.WORD && (word.equals("current_schema") || word.equals("current_catalog")));
        }
        return asks;
    }

    /** For the state database. */
    static String live(PgStatement statement) {
        StringBuilder sql = new StringBuilder();
        List<Token> tokens = statement.tokens();
        int end = statement.at();
        int name = -1;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (name >= 0 && token.text().startsWith("->") && string(tokens, i + 1)) {
                field(sql, name, token.text(), PgStatement.unquoted(tokens.get(++i)));
                end = tokens.get(i).at() + tokens.get(i).text().length();
                name = -1;
                continue;
            }
            // Spaces stay as wide as they were, so that places in the text stay where they are.
            sql.append(" ".repeat(token.at() - end));
            end = token.at() + token.text().length();
            boolean named = token.kind() == Kind.WORD || token.kind() == Kind.NAME;
            if (!token.symbol(".")) {
                name = named && (name < 0 || !tokens.get(i - 1).symbol(".")) ? sql.length() : named ? name : -1;
            }
            if (token.kind() == Kind.WORD && token.text().equalsIgnoreCase("pg_catalog") && dot(tokens, i + 1)) {
                sql.append(" ".repeat(token.text().length() + 1));
                i++;
                end = tokens.get(i).at() + 1;
            } else if (token.word("now")
                    && i + 2 < tokens.size()
                    && tokens.get(i + 1).symbol("(")
                    && tokens.get(i + 2).symbol(")")) {
                // The database's own now() has no time zone.
                sql.append("current_timestamp");
                i += 2;
                end = tokens.get(i).at() + 1;
            } else if (i > 0 && tokens.get(i - 1).word("interval") && token.kind() == Kind.STRING) {
                sql.append(interval(token));
            } else {
                sql.append(plain(token));
            }
        }
        return sql.toString();
    }

    /** For the small database that stands for the catalogue. */
    static String ofCatalog(PgStatement asked, Catalog catalog) throws PgError {
        if (asked.tokens().stream().anyMatch(token -> token.word("_pg_expandarray"))) {
            return EmptyAnswer.like(asked);
        }
        PgStatement statement = PgStatement.split(BY_SEARCH_PATH
                        .matcher(TOAST_OPTIONS.matcher(asked.text()).replaceAll(" "))
                        .replaceAll(" ")
                        .replace("sp.r,", "typnamespace,"))
                .stream()
                .findFirst()
                .orElse(asked);
        if (statement.tokens().stream().anyMatch(token -> token.word("generate_series"))) {
            return EmptyAnswer.like(asked);
        }
        StringBuilder sql = new StringBuilder();
        List<Token> tokens = statement.tokens();
        int i = 0;
        while (i < tokens.size()) {
            Token token = tokens.get(i);
            if (token.symbol("::")) {
                i = cast(tokens, i, sql, catalog);
                continue;
            }
            if (token.word("collate")) {
                i += dot(tokens, i + 2) ? 4 : 2;
                continue;
            }
            if (token.word("operator")
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).symbol("(")) {
                sql.append(operator(tokens.get(i + 4).text())).append(' ');
                i += 6;
                continue;
            }
            boolean call = i + 1 < tokens.size() && tokens.get(i + 1).symbol("(");
            String text = token.kind() == Kind.SYMBOL ? operator(token.text()) : plain(token);
            boolean alias = i > 0 && tokens.get(i - 1).word("as");
            if (!alias && (token.word("current_schema") || (call && token.word("current_database")))) {
                text = PgStatement.quoted(token.word("current_schema") ? "public" : SqlDoor.DATABASE);
                i += call ? 2 : 0;
            } else if (!alias && token.word("current_catalog")) {
                text = PgStatement.quoted(SqlDoor.DATABASE);
            } else if (token.word("pg_catalog") && dot(tokens, i + 1) && BUILT_IN.contains(word(tokens, i + 2))) {
                text = "";
                i++;
            }
            sql.append(text);
            if (!text.equals(".") && !dot(tokens, i + 1)) {
                sql.append(' ');
            }
            i++;
        }
        return sql.toString();
    }

    /** Leaves casts to names of things out: a literal becomes the number of what it names. */
    private static int cast(List<Token> tokens, int at, StringBuilder sql, Catalog catalog) throws PgError {
        int i = at + 1;
        if (i < tokens.size() && tokens.get(i).word("pg_catalog") && dot(tokens, i + 1)) {
            i += 2;
        }
        if (i >= tokens.size() || at == 0) {
            throw new PgError(PgError.SYNTAX, "a cast wants a value before and a type behind it");
        }
        String type = tokens.get(i).text().toLowerCase(Locale.ROOT);
        i++;
        boolean array = i + 1 < tokens.size()
                && tokens.get(i).symbol("[")
                && tokens.get(i + 1).symbol("]");
        if (array) {
            return i + 2;
        }
        Token before = tokens.get(at - 1);
        if (before.kind() == Kind.STRING && type.startsWith("reg")) {
            String literal = before.text();
            String named = PgStatement.unquoted(before);
            sql.setLength(sql.lastIndexOf(literal));
            sql.append(
                            type.equals("regproc")
                                    ? PgStatement.quoted(named.substring(named.lastIndexOf('.') + 1))
                                    : Integer.toString(catalog.number(named)))
                    .append(' ');
        } else if (!NAMES_OF_THINGS.contains(type)) {
            sql.append("::")
                    .append(type.equals("oid") ? "bigint" : type.equals("text") ? "varchar" : type)
                    .append(' ');
        }
        return i;
    }

    private static String operator(String symbol) {
        return switch (symbol) {
            case "~" -> "regexp";
            case "!~" -> "not regexp";
            case "~~" -> "like";
            case "!~~" -> "not like";
            default -> symbol;
        };
    }

    private static String plain(Token token) {
        return switch (token.kind()) {
            case ESCAPED, DOLLAR -> PgStatement.quoted(PgStatement.unquoted(token));
            case PARAMETER -> "?" + token.text().substring(1);
            case WORD, NAME, STRING, NUMBER, SYMBOL, SPACE, END -> token.text();
        };
    }

    private static String interval(Token token) {
        Matcher written = INTERVAL.matcher(PgStatement.unquoted(token));
        if (!written.matches()) {
            return token.text();
        }
        boolean week = written.group(2).equalsIgnoreCase("week");
        long number = Long.parseLong(written.group(1)) * (week ? 7 : 1);
        // Seven digits and more need to be said to be so long.
        String precision = Long.toString(Math.abs(number)).length() > 2
                ? "(" + Math.min(18, Long.toString(Math.abs(number)).length()) + ")"
                : "";
        return "'" + number + "' " + (week ? "day" : written.group(2)) + precision;
    }

    /** A field of a JSON column, {@code ->} as JSON, {@code ->>} as text; the column stands behind that place. */
    private static void field(StringBuilder sql, int from, String operator, String field) {
        String value = "(" + sql.substring(from).strip() + ").\"" + field.replace("\"", "\"\"") + "\"";
        sql.setLength(from);
        sql.append(operator.equals("->>") ? "trim(both '\"' from cast(" + value + " as varchar))" : value);
    }

    private static boolean string(List<Token> tokens, int at) {
        return at < tokens.size() && tokens.get(at).kind() == Kind.STRING;
    }

    private static String word(List<Token> tokens, int at) {
        return at < tokens.size() ? tokens.get(at).text().toLowerCase(Locale.ROOT) : "";
    }

    private static boolean dot(List<Token> tokens, int at) {
        return at < tokens.size() && tokens.get(at).symbol(".");
    }
}
