package io.steward.controller.read.door;

import io.steward.controller.read.HeapGuard;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with values, and its answer as far as it was sent. One thread. */
final class Portal implements AutoCloseable {
    private final Prepared prepared;
    private final List<@Nullable Object> values;
    private final List<Integer> formats;
    private @Nullable PreparedStatement jdbc;
    private @Nullable ResultSet rows;
    private long sent;

    /** @param formats 0 text, 1 binary: one per column, or one for all, or none */
    Portal(Prepared prepared, List<@Nullable Object> values, List<Integer> formats) {
        this.prepared = prepared;
        this.values = values;
        this.formats = List.copyOf(formats);
    }

    Prepared prepared() {
        return prepared;
    }

    int format(int column) {
        return formats.isEmpty() ? 0 : formats.get(formats.size() == 1 ? 0 : column);
    }

    /**
     * Sends the next rows.
     *
     * @param most 0: all
     * @return whether there are more
     */
    boolean send(Wire wire, Backend backend, SessionSettings settings, int most, int mostEver)
            throws IOException, PgError {
        PgStatement statement = prepared.statement().orElseThrow();
        try {
            ResultSet open = rows == null ? ask(backend, settings, mostEver) : rows;
            for (long now = 0; open.next(); now++) {
                if (sent == mostEver) {
                    throw new PgError(
                            PgError.TOO_MANY_ROWS,
                            "more than " + mostEver
                                    + " rows: add a condition or LIMIT, or raise sql.rows of the controller");
                }
                if (most > 0 && now == most) {
                    open.previous();
                    return true;
                }
                row(wire, open, settings);
                sent++;
            }
            return false;
        } catch (SQLException e) {
            throw PgError.of(e, statement);
        }
    }

    long sent() {
        return sent;
    }

    @Override
    public void close() {
        try {
            if (jdbc != null) {
                jdbc.close();
            }
        } catch (SQLException e) {
            // Its database was closed before.
            jdbc = null;
        }
    }

    private ResultSet ask(Backend backend, SessionSettings settings, int mostEver) throws SQLException, PgError {
        ResultSet asked = backend.with(prepared.plan().place(), connection -> {
            close();
            PreparedStatement statement = connection.prepareStatement(
                    prepared.plan().sql(), ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
            jdbc = statement;
            statement.setQueryTimeout((int) Math.max(1, (settings.timeout().toMillis() + 999) / 1000));
            statement.setMaxRows(mostEver + 1);
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            backend.running(statement);
            try (HeapGuard.Watch watch = HeapGuard.HERE.watch(statement)) {
                return answered(statement, watch);
            } finally {
                backend.running(null);
            }
        });
        rows = asked;
        return asked;
    }

    private static ResultSet answered(PreparedStatement statement, HeapGuard.Watch watch) throws SQLException, PgError {
        try {
            return statement.executeQuery();
        } catch (SQLException e) {
            if (watch.ended()) {
                throw new PgError("53200", HeapGuard.WORDS);
            }
            throw e;
        }
    }

    private void row(Wire wire, ResultSet open, SessionSettings settings) throws SQLException, IOException {
        List<Column> columns = prepared.columns();
        wire.begin('D').int16(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            byte[] bytes = Encoding.bytes(open, i + 1, columns.get(i).type(), format(i) == 1, settings.zone());
            if (bytes == null) {
                wire.int32(-1);
            } else {
                wire.int32(bytes.length).bytes(bytes);
            }
        }
        wire.end();
    }
}
