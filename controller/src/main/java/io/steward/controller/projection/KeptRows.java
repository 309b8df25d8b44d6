package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.NodeState;
import io.steward.model.subject.NodeName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the state database still knows when the log has lost it: commands with the bytes they came in, and nodes. Reads
 * only. Any thread; each call has a connection of its own.
 */
public final class KeptRows {
    /** Sees one command at a time, in log order. */
    @FunctionalInterface
    public interface Viewer {
        /** One more command; {@code message} is its own bytes, which nobody changes. */
        void command(CommandState state, byte[] message);
    }

    private static final int FETCH = 1000;

    private final StateDatabase database;

    public KeptRows(StateDatabase database) {
        this.database = database;
    }

    /** Shows all commands of a stream, in log order. */
    public void commands(String stream, Viewer viewer) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "select * from steward.command where stream = ? order by log_seq")) {
            statement.setFetchSize(FETCH);
            statement.setString(1, stream);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    viewer.command(CommandRows.read(rows), rows.getBytes("message"));
                }
            }
        } catch (SQLException e) {
            throw new Projection.Failed("commands can't be read: " + e.getMessage(), e);
        }
    }

    public List<NodeState> nodes() {
        return read("select * from steward.node order by node", NodeRows::read);
    }

    /** When each node was last heard to have another journal than before; nodes that never changed it are missing. */
    public Map<NodeName, Instant> journalChanges() {
        Map<NodeName, Instant> changes = new HashMap<>();
        read(
                "select node, max(recorded_at) as at from steward.node_change"
                        + " where changed = 'journal_id' and old_value is not null group by node",
                row -> changes.put(
                        NodeName.of(row.getString("node")),
                        Optional.ofNullable(row.getObject("at", Instant.class)).orElseThrow()));
        return changes;
    }

    private <T> List<T> read(String sql, Jdbc.RowReader<T> reader) {
        try (Connection connection = database.connect()) {
            return Jdbc.query(connection, sql, new Row(), reader);
        } catch (SQLException e) {
            throw new Projection.Failed("nodes can't be read: " + e.getMessage(), e);
        }
    }
}
