package io.steward.controller.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The few JDBC motions that the tables share. Works within the caller's transaction. */
final class Jdbc {
    /** Reads one row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** The parameters of one execution, in order. */
    static final class Row {
        private final List<@Nullable Object> values;

        Row() {
            this(10);
        }

        /** @param width how many there will be, about */
        Row(int width) {
            values = new ArrayList<>(width);
        }

        Row add(@Nullable Object value) {
            values.add(value);
            return this;
        }

        Row add(Optional<?> value) {
            values.add(value.orElse(null));
            return this;
        }
    }

    static final int LONGEST_TEXT = 1_000_000;

    private Jdbc() {}

    static void batch(Connection connection, String sql, Collection<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Row row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Updates the rows that are there and inserts the others, whose keys it answers; both statements take the same values. */
    static <K> List<K> upsert(Connection connection, String update, String insert, Map<K, Row> rows)
            throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<K, Row> missing = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            for (Row row : rows.values()) {
                bind(statement, row);
                statement.addBatch();
            }
            int[] updated = statement.executeBatch();
            int at = 0;
            for (Map.Entry<K, Row> row : rows.entrySet()) {
                if (updated[at++] == 0) {
                    missing.put(row.getKey(), row.getValue());
                }
            }
        }
        batch(connection, insert, missing.values());
        return List.copyOf(missing.keySet());
    }

    static int update(Connection connection, String sql, Row row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, row);
            return statement.executeUpdate();
        }
    }

    static <T> List<T> query(Connection connection, String sql, Row row, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, row);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(reader.read(rows));
                }
                return all;
            }
        }
    }

    /** A query whose one parameter is a list of keys: {@code … = any(?)}. */
    static <T> List<T> queryAny(Connection connection, String sql, String type, Collection<?> keys, RowReader<T> reader)
            throws SQLException {
        if (keys.isEmpty()) {
            return List.of();
        }
        java.sql.Array array = connection.createArrayOf(type, keys.toArray());
        try {
            return query(connection, sql, new Row().add(array), reader);
        } finally {
            array.free();
        }
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, Instant.class));
    }

    static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    static Optional<Integer> integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }

    static OptionalLong number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Text as long as a column takes it; what is longer keeps its beginning. */
    static String fitting(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        for (int i = 0; i < row.values.size(); i++) {
            statement.setObject(i + 1, row.values.get(i));
        }
    }
}
