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
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs single statements as the read-only user, bounded in time and rows. Any thread. */
final class Queries implements AutoCloseable {
    private static final int DRAIN_STEP_MILLIS = 20;

    private final int connections;
    private final int seconds;
    private volatile HikariDataSource pool;

    private Queries(HikariDataSource pool, int connections, Duration longest) {
        this.pool = pool;
        this.connections = connections;
        this.seconds = Math.toIntExact(Math.max(1, longest.toSeconds()));
    }

    static Queries open(ReadAccess access, int connections, Duration longest) {
        return new Queries(pool(access, connections), connections, longest);
    }

    /**
     * Asks there from now on.
     *
     * @return to be run once: returns when the last query that was under way at the old place has its answer
     */
    Runnable follow(ReadAccess access) {
        HikariDataSource old = pool;
        pool = pool(access, connections);
        return () -> drain(old);
    }

    private void drain(HikariDataSource old) {
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (old.getHikariPoolMXBean().getActiveConnections() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(DRAIN_STEP_MILLIS * 1_000_000L);
        }
        old.close();
    }

    private static HikariDataSource pool(ReadAccess access, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("steward-read");
        config.setJdbcUrl(access.url());
        config.setUsername(access.user());
        config.setPassword(access.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setReadOnly(true);
        config.setConnectionTimeout(10_000);
        return new HikariDataSource(config);
    }

    /** A query of ours. */
    Table run(int rowLimit, String sql, @Nullable Object... parameters) {
        try {
            return execute(rowLimit, sql, parameters);
        } catch (SQLException e) {
            throw new UncheckedIOException(
                    new IOException("the state database can't answer: " + SqlReason.words(e), e));
        }
    }

    /** A query that somebody else wrote, at least in part. */
    Table runForeign(int rowLimit, String sql, @Nullable Object... parameters) throws BadQuery {
        try {
            return execute(rowLimit, sql, parameters);
        } catch (SQLException e) {
            throw new BadQuery("query can't be answered" + SqlReason.where(e, sql) + ": " + SqlReason.words(e));
        }
    }

    /** A query of ours around a condition that somebody else wrote: what is wrong is told of the condition. */
    Table runWhere(int rowLimit, Optional<String> where, String sql, @Nullable Object... parameters) throws BadQuery {
        try {
            return execute(rowLimit, sql, parameters);
        } catch (SQLException e) {
            String condition = where.orElse("");
            throw new BadQuery("where \"" + condition + "\" can't be answered" + SqlReason.where(e, sql, condition)
                    + ": " + SqlReason.words(e));
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private Table execute(int rowLimit, String sql, @Nullable Object... parameters) throws SQLException {
        HikariDataSource asked = pool;
        try {
            return execute(asked, rowLimit, sql, parameters);
        } catch (SQLException e) {
            if (asked == pool || !asked.isClosed()) {
                throw e;
            }
            // The tables were exchanged between two lines of ours.
            return execute(pool, rowLimit, sql, parameters);
        }
    }

    private Table execute(HikariDataSource asked, int rowLimit, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (Connection connection = asked.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(seconds);
            statement.setMaxRows(rowLimit + 1);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (HeapGuard.Watch watch = HeapGuard.HERE.watch(statement)) {
                return answered(statement, watch, rowLimit);
            }
        } catch (StackOverflowError e) {
            // The database reads a statement by recursion; nothing of it has run.
            throw new SQLException("Statement is nested too deep", "54001");
        }
    }

    private static Table answered(PreparedStatement statement, HeapGuard.Watch watch, int rowLimit)
            throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return table(rows, rowLimit);
        } catch (SQLException e) {
            throw watch.ended() ? new SQLException(HeapGuard.WORDS, "53200", e) : e;
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
}
