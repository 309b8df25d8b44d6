package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows for one statement, gathered in one thread and written in another. */
final class Rows {
    private final String sql;
    private final List<Row> rows = new ArrayList<>();

    Rows(String sql) {
        this.sql = sql;
    }

    void add(Row row) {
        rows.add(row);
    }

    void write(Connection connection) throws SQLException {
        Jdbc.batch(connection, sql, rows);
    }
}
