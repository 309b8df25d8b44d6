package io.steward.controller.read.door;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A column of an answer. A value. */
record Column(String name, PgType type) {
    static List<Column> of(ResultSetMetaData meta) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            columns.add(new Column(
                    meta.getColumnLabel(i), PgType.ofColumn(meta.getColumnType(i), meta.getColumnTypeName(i))));
        }
        return columns;
    }
}
