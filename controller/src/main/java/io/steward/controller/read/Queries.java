package io.steward.controller.read;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Runs single statements as the read-only user, bounded in time and rows. Any thread. */
final class Queries implements AutoCloseable {
    private final HikariDataSource pool;
    private final int seconds;

    private Queries(HikariDataSource pool, Duration longest) {
        this.pool = pool;
        this.seconds = Math.toIntExact(Math.max(1, longest.toSeconds()));
    }

    static Queries open(ReadAccess access, int connections, Duration longest) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("steward-read");
        config.setJdbcUrl(access.url());
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setReadOnly(true);
        config.setConnectionTimeout(10_000);
        return new Queries(new HikariDataSource(config), longest);
    }

    /** A query of ours. */
    Table run(int rowLimit, String sql, @Nullable Object... parameters) {
        try {
            return execute(rowLimit, sql, parameters);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("the state database can't answer: " + reason(e), e));
        }
    }

    /** A query that somebody else wrote, at least in part. */
    Table runForeign(int rowLimit, String sql, @Nullable Object... parameters) throws BadQuery {
        try {
            return execute(rowLimit, sql, parameters);
        } catch (SQLException e) {
            throw new BadQuery("query can't be answered: " + reason(e));
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private Table execute(int rowLimit, String sql, @Nullable Object... parameters) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(seconds);
            statement.setMaxRows(rowLimit + 1);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return table(rows, rowLimit);
            }
        }
    }

    private static Table table(ResultSet rows, int rowLimit) throws SQLException {
        ResultSetMetaData meta = rows.getMetaData();
        List<String> columns = new ArrayList<>();
        boolean[] json = new boolean[meta.getColumnCount()];
        for (int i = 0; i < json.length; i++) {
            columns.add(meta.getColumnLabel(i + 1));
            json[i] = meta.getColumnTypeName(i + 1).toUpperCase(Locale.ROOT).startsWith("JSON");
        }
        List<List<@Nullable Object>> all = new ArrayList<>();
        while (all.size() < rowLimit && rows.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 0; i < json.length; i++) {
                row.add(json[i] ? rows.getString(i + 1) : plain(rows.getObject(i + 1)));
            }
            all.add(row);
        }
        return new Table(columns, all, all.size() == rowLimit && rows.next());
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Instant) {
            return value;
        }
        if (value instanceof OffsetDateTime time) {
            return time.toInstant();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Array array) {
            return Arrays.deepToString((Object[]) array.getArray());
        }
        return value.toString();
    }

    /** What the database says, without the statement that it repeats. */
    private static String reason(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int repeated = message.indexOf("; SQL statement:");
        String reason = (repeated < 0 ? message : message.substring(0, repeated))
                .lines()
                .findFirst()
                .orElse("");
        return reason.length() > 300 ? reason.substring(0, 300) + "…" : reason;
    }
}
