package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.fold.NodeTotals;
import io.steward.model.fold.NodeTotals.LastCommand;
import io.steward.model.subject.NodeName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node's totals as rows and back. */
final class TotalsRows {
    private static final String INSERT = "insert into steward.node_totals (queued, running, succeeded, failed,"
            + " last_command_id, last_method, last_domain, last_status, last_exit_code, last_finished_at, node)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "update steward.node_totals set queued = ?, running = ?, succeeded = ?,"
            + " failed = ?, last_command_id = ?, last_method = ?, last_domain = ?, last_status = ?,"
            + " last_exit_code = ?, last_finished_at = ? where node = ?";

    private TotalsRows() {}

    static Map<NodeName, NodeTotals> load(Connection connection, Collection<NodeName> nodes) throws SQLException {
        Map<NodeName, NodeTotals> totals = new HashMap<>();
        Jdbc.queryAny(
                connection,
                "select * from steward.node_totals where node = any(?)",
                "varchar",
                nodes.stream().map(NodeName::value).toList(),
                row -> totals.put(NodeName.of(row.getString("node")), read(row)));
        return totals;
    }

    /** @param stored those that have a row already */
    static List<Rows> rows(Map<NodeName, NodeTotals> totals, Collection<NodeName> stored) {
        Rows updates = new Rows(UPDATE);
        Rows inserts = new Rows(INSERT);
        totals.forEach((node, total) -> (stored.contains(node) ? updates : inserts).add(row(node, total)));
        return List.of(updates, inserts);
    }

    /** Those that have their first row with these. */
    static List<String> fresh(Map<NodeName, NodeTotals> totals, Collection<NodeName> stored) {
        return totals.keySet().stream()
                .filter(node -> !stored.contains(node))
                .map(NodeName::value)
                .toList();
    }

    private static Row row(NodeName node, NodeTotals totals) {
        Optional<LastCommand> last = totals.last();
        return new Row(11)
                .add(totals.queued())
                .add(totals.running())
                .add(totals.succeeded())
                .add(totals.failed())
                .add(last.map(LastCommand::id).map(CommandRows::uuid))
                .add(last.map(LastCommand::method))
                .add(last.map(LastCommand::domain))
                .add(last.map(command -> command.status().name()))
                .add(last.flatMap(LastCommand::exitCode))
                .add(last.map(LastCommand::finishedAt))
                .add(node.value());
    }

    private static NodeTotals read(ResultSet row) throws SQLException {
        Optional<String> last = Jdbc.text(row, "last_command_id");
        return new NodeTotals(
                row.getLong("queued"),
                row.getLong("running"),
                row.getLong("succeeded"),
                row.getLong("failed"),
                last.isEmpty() ? Optional.empty() : Optional.of(last(row, last.get())));
    }

    private static LastCommand last(ResultSet row, String id) throws SQLException {
        return new LastCommand(
                CommandId.of(id),
                row.getString("last_method"),
                row.getString("last_domain"),
                Status.valueOf(row.getString("last_status")),
                Jdbc.integer(row, "last_exit_code"),
                Jdbc.instant(row, "last_finished_at").orElseThrow());
    }
}
