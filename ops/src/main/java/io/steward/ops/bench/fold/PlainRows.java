package io.steward.ops.bench.fold;

import io.steward.controller.projection.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows that a fold made, written once more by JDBC batches alone: into tables of the same kind with the same
 * indexes, each row once and as it is in the end, in the order of the log, committed as often as the fold does. What the
 * fold writes twice, because a command is heard of more than once, is written once here. One thread.
 */
final class PlainRows {
    /** Entries in one commit: as many as the controller folds at once when it is behind. */
    private static final int BATCH = 8_000;

    private static final int PLACES = 4; // of a transition in one entry
    private static final String SETTINGS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH" + ";RETENTION_TIME=5000";
    private static final Duration QUERY = Duration.ofMinutes(10);

    /** One table's share of a batch: a query with two bounds, and an insert. */
    private record Part(String table, String query, long each) {
        List<List<Object>> rows(Connection from, long first, long end) throws SQLException {
            try (PreparedStatement select = from.prepareStatement(query)) {
                select.setLong(1, first * each);
                select.setLong(2, end * each);
                try (ResultSet rows = select.executeQuery()) {
                    return PlainRows.rows(rows);
                }
            }
        }

        String insert(int columns) {
            return "insert into steward." + table + " values (" + String.join(", ", Collections.nCopies(columns, "?"))
                    + ")";
        }
    }

    private static final List<Part> PARTS = List.of(
            new Part(
                    "command",
                    "select c.* from steward.transition t join steward.command c on c.id = t.command_id"
                            + " where t.place >= ? and t.place < ? and t.status = 'QUEUED' order by t.place",
                    PLACES),
            new Part(
                    "transition",
                    "select * from steward.transition where place >= ? and place < ? order by place",
                    PLACES));

    private PlainRows() {}

    /**
     * Entries a second: of so many, or of those whose rows were written until the deadline.
     *
     * @param folded a controller's folder, which nobody has open
     * @param fresh an empty folder
     */
    static double rate(Path folded, Path fresh, long entries, long deadline) throws IOException {
        try {
            StateDatabase.open(fresh, QUERY).close();
            try (Connection from = connect(folded);
                    Connection to = connect(fresh)) {
                to.setAutoCommit(false);
                return copy(from, to, entries, deadline);
            }
        } catch (SQLException e) {
            throw new IOException("the rows could not be written: " + e.getMessage(), e);
        }
    }

    private static double copy(Connection from, Connection to, long entries, long deadline)
            throws SQLException, IOException {
        long nanos = 0;
        long written = 0;
        long rows = 0;
        while (written < entries && System.nanoTime() - deadline < 0) {
            List<List<List<Object>>> batch = new ArrayList<>();
            long end = Math.min(entries, written + BATCH);
            for (Part part : PARTS) {
                batch.add(part.rows(from, written + 1, end + 1));
            }
            long began = System.nanoTime();
            for (int i = 0; i < PARTS.size(); i++) {
                rows += write(to, PARTS.get(i), batch.get(i));
            }
            to.commit();
            nanos += System.nanoTime() - began;
            written = end;
        }
        if (rows < written) {
            throw new IOException("only " + rows + " rows were found for " + written + " entries");
        }
        return written * 1e9 / Math.max(1, nanos);
    }

    private static int write(Connection to, Part part, List<List<Object>> rows) throws SQLException {
        if (rows.isEmpty()) {
            return 0;
        }
        try (PreparedStatement insert =
                to.prepareStatement(part.insert(rows.get(0).size()))) {
            for (List<Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setObject(i + 1, row.get(i));
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return rows.size();
    }

    private static List<List<Object>> rows(ResultSet result) throws SQLException {
        int columns = result.getMetaData().getColumnCount();
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>(columns);
            for (int i = 1; i <= columns; i++) {
                row.add(result.getObject(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Connection connect(Path folder) throws SQLException, IOException {
        String password = Files.readString(folder.resolve("state.owner")).strip();
        return DriverManager.getConnection("jdbc:h2:file:" + database(folder) + SETTINGS, "steward", password);
    }

    /** The one database there, without its ending. */
    private static Path database(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.map(Path::toAbsolutePath)
                    .filter(path -> path.toString().endsWith(".mv.db"))
                    .toList();
            if (found.size() != 1) {
                throw new IOException(folder + " should hold one database, and holds " + found);
            }
            String name = found.get(0).toString();
            return Path.of(name.substring(0, name.length() - ".mv.db".length()));
        }
    }
}
