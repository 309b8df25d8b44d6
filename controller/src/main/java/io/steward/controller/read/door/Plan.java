package io.steward.controller.read.door;

import io.steward.controller.read.Costly;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What is to be done for a statement. A value.
 *
 * @param sql for the database; nothing for what concerns the session alone
 */
record Plan(Place place, String sql) {
    /** Who answers. */
    enum Place {
        SESSION,
        LIVE,
        CATALOG
    }

    private static final Set<String> READING = Set.of("select", "with", "values", "table", "explain");
    private static final Set<String> OF_SESSION = Set.of(
            "set",
            "reset",
            "begin",
            "start",
            "commit",
            "end",
            "rollback",
            "abort",
            "savepoint",
            "release",
            "discard",
            "deallocate",
            "close",
            "unlisten");

    static Plan of(PgStatement statement, SessionSettings settings, Catalog catalog) throws PgError {
        String verb = statement.word(0);
        if (OF_SESSION.contains(verb)) {
            return new Plan(Place.SESSION, "");
        }
        if (verb.equals("show")) {
            return new Plan(Place.LIVE, show(statement, settings));
        }
        if (!READING.contains(verb) && !statement.tokens().get(0).symbol("(")) {
            throw new PgError(
                    PgError.NOT_ALLOWED,
                    (verb.isEmpty() ? "this" : verb.toUpperCase(java.util.Locale.ROOT))
                            + " is not allowed: use SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN; nothing here writes",
                    statement.at() + 1);
        }
        Optional<String> costly = Costly.problem(statement.text());
        if (costly.isPresent()) {
            throw new PgError("54001", costly.get(), statement.at() + 1);
        }
        return Dialect.asksCatalog(statement, catalog.views())
                ? new Plan(Place.CATALOG, Dialect.ofCatalog(statement, catalog))
                : new Plan(Place.LIVE, Dialect.live(statement));
    }

    private static String show(PgStatement statement, SessionSettings settings) throws PgError {
        if (statement.word(1).equals("all")) {
            StringJoiner rows = new StringJoiner(", ", "select * from (values ", ") as settings (name, setting)");
            for (Map.Entry<String, String> one : settings.all().entrySet()) {
                rows.add("(" + PgStatement.quoted(one.getKey()) + ", " + PgStatement.quoted(one.getValue()) + ")");
            }
            return rows.toString();
        }
        if (Set.of("tables", "columns", "schemas").contains(statement.word(1))) {
            return Dialect.live(statement);
        }
        String name = statement.word(1).equals("time")
                ? "TimeZone"
                : statement.word(1).equals("transaction") ? "transaction_isolation" : dotted(statement);
        return "select cast(" + PgStatement.quoted(settings.show(name)) + " as varchar) as \"" + name.replace("\"", "")
                + "\"";
    }

    private static String dotted(PgStatement statement) {
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < statement.tokens().size(); i++) {
            name.append(statement.plain(i));
        }
        return name.toString();
    }
}
