package io.steward.controller.read.door;

import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement that was looked at once: what is to be done, its parameters' types and its columns. A value.
 *
 * @param statement empty: there was nothing in the text
 * @param columns empty: it answers no rows
 */
record Prepared(Optional<PgStatement> statement, Plan plan, List<Integer> parameters, List<Column> columns) {
    private static final int UNKNOWN_TYPE = 50_004;

    /** @param declared what the client says about the parameters' types; 0: nothing */
    static Prepared of(
            Optional<PgStatement> statement, List<Integer> declared, SessionSettings settings, Backend backend)
            throws PgError {
        Plan nothing = new Plan(Plan.Place.SESSION, "");
        if (statement.isEmpty()) {
            return new Prepared(statement, nothing, List.of(), List.of());
        }
        Plan plan = Plan.of(statement.get(), settings, backend.catalog());
        if (plan.place() == Plan.Place.SESSION) {
            return new Prepared(statement, plan, List.of(), List.of());
        }
        try {
            return looked(statement, plan, declared, backend);
        } catch (SQLException e) {
            throw PgError.of(e, statement.get());
        }
    }

    private static Prepared looked(Optional<PgStatement> statement, Plan plan, List<Integer> declared, Backend backend)
            throws SQLException, PgError {
        try {
            return backend.with(plan.place(), connection -> {
                try (PreparedStatement jdbc = connection.prepareStatement(plan.sql())) {
                    return described(statement, plan, declared, jdbc);
                }
            });
        } catch (SQLException e) {
            if (e.getErrorCode() != UNKNOWN_TYPE || !plan.sql().contains("?")) {
                throw e;
            }
            // A parameter that stands alone is text.
            Plan typed = new Plan(plan.place(), plan.sql().replaceAll("\\?(\\d+)", "cast(?$1 as varchar)"));
            return backend.with(plan.place(), connection -> {
                try (PreparedStatement jdbc = connection.prepareStatement(typed.sql())) {
                    return described(statement, typed, declared, jdbc);
                }
            });
        }
    }

    private static Prepared described(
            Optional<PgStatement> statement, Plan plan, List<Integer> declared, PreparedStatement jdbc)
            throws SQLException {
        ParameterMetaData expected = jdbc.getParameterMetaData();
        List<Integer> parameters = new ArrayList<>();
        for (int i = 1; i <= expected.getParameterCount(); i++) {
            int said = i <= declared.size() ? declared.get(i - 1) : 0;
            parameters.add(
                    said != 0
                            ? said
                            : PgType.ofColumn(
                                            expected.getParameterType(i),
                                            String.valueOf(expected.getParameterTypeName(i)))
                                    .oid());
        }
        ResultSetMetaData meta = jdbc.getMetaData();
        return new Prepared(statement, plan, parameters, meta == null ? List.of() : Column.of(meta));
    }

    /** With these values, not asked yet. */
    Portal bound(List<@Nullable Object> values, List<Integer> formats) {
        return new Portal(this, values, formats);
    }
}
