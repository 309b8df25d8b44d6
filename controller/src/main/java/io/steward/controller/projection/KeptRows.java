package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.NodeState;
import io.steward.model.subject.NodeName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the state database still knows when the log has lost it: commands with the bytes they came in, and nodes. Reads
 * only. Any thread; each call has a connection of its own.
 */
public final class KeptRows {
    /** One command, and its own bytes, which nobody changes. */
    @SuppressWarnings("ArrayRecordComponent") // read one after the other, never compared
    public record KeptCommand(CommandState state, byte[] message, long place) {}

    private static final int PAGE = 500;

    private final StateDatabase database;

    public KeptRows(StateDatabase database) {
        this.database = database;
    }

    /**
     * The next commands of a command stream, in log order; none: that was all.
     *
     * @param partition which of the command streams
     * @param after the place of the last one seen; 0 at first
     */
    public List<KeptCommand> commands(int partition, long after) {
        return read(
                "select c.*, t.place from steward.transition t join steward.command c on c.id = t.command_id"
                        + " where t.place > ? and t.place < ? and t.status = 'QUEUED' order by t.place limit "
                        + PAGE,
                new Row()
                        .add(Math.max(after, Places.ofTransition(partition, 0, 0)))
                        .add(Places.ofTransition(partition + 1, 0, 0)),
                row -> new KeptCommand(CommandRows.read(row), row.getBytes("message"), row.getLong("place")));
    }

    /** How these commands stand; those that are not known are missing. */
    public Map<CommandId, Status> statuses(Collection<CommandId> ids) {
        Map<CommandId, Status> statuses = new HashMap<>();
        try (Connection connection = database.connect()) {
            Jdbc.queryAny(
                            connection,
                            "select id, status from steward.command where id = any(?)",
                            "uuid",
                            ids.stream().map(CommandRows::uuid).toList(),
                            row -> Map.entry(
                                    CommandId.of(row.getString("id")), Status.valueOf(row.getString("status"))))
                    .forEach(entry -> statuses.put(entry.getKey(), entry.getValue()));
            return statuses;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Where ends of these commands stand in the stream that came before their commands, or without them. */
    public Map<CommandId, Long> earlyEnds(String stream, Collection<CommandId> ids) {
        Map<CommandId, Long> places = new HashMap<>();
        try (Connection connection = database.connect()) {
            Jdbc.queryAny(
                            connection,
                            "select command_id, status, log_seq from steward.doubt where kind = 'orphan'"
                                    + " and stream = '" + stream + "' and command_id = any(?) order by log_seq",
                            "uuid",
                            ids.stream().map(CommandRows::uuid).toList(),
                            row -> Map.entry(
                                    CommandId.of(row.getString("command_id")),
                                    Status.valueOf(row.getString("status")).terminal() ? row.getLong("log_seq") : 0))
                    .stream()
                    .filter(end -> end.getValue() > 0)
                    .forEach(end -> places.putIfAbsent(end.getKey(), end.getValue()));
            return places;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** When the log stored what was folded last of a stream. */
    public Optional<Instant> foldedUntil(String stream) {
        return read(
                        "select recorded_at from steward.position where stream = ? and recorded_at is not null",
                        new Row().add(stream),
                        row -> Jdbc.instant(row, "recorded_at"))
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    public List<NodeState> nodes() {
        return read("select * from steward.node order by node", new Row(), NodeRows::read);
    }

    /** When each node was last heard to have another journal than before; nodes that never changed it are missing. */
    public Map<NodeName, Instant> journalChanges() {
        Map<NodeName, Instant> changes = new HashMap<>();
        read(
                "select node, max(recorded_at) as at from steward.node_change"
                        + " where changed = 'journal_id' and old_value is not null group by node",
                new Row(),
                row -> changes.put(
                        NodeName.of(row.getString("node")),
                        Optional.ofNullable(row.getObject("at", Instant.class)).orElseThrow()));
        return changes;
    }

    private <T> List<T> read(String sql, Row parameters, Jdbc.RowReader<T> reader) {
        try (Connection connection = database.connect()) {
            return Jdbc.query(connection, sql, parameters, reader);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static Projection.Failed failed(SQLException e) {
        return new Projection.Failed("what the tables know can't be read: " + e.getMessage(), e);
    }
}
