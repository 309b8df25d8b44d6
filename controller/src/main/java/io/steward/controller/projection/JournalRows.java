package io.steward.controller.projection;

import io.steward.controller.projection.CommandBatch.JournalKey;
import io.steward.controller.projection.CommandBatch.SecondTime;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.command.Journaled;
import io.steward.model.fold.JournalTotals;
import io.steward.model.subject.NodeName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What journals told, and what happened a second time, as rows and back. */
final class JournalRows {
    private static final String INSERT = "insert into steward.journal_told (stream, told, highest, number_sum,"
            + " open_since, reached, mark, mark_at, settled, last_at, node, journal)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "update steward.journal_told set stream = ?, told = ?, highest = ?,"
            + " number_sum = ?, open_since = ?, reached = ?, mark = ?, mark_at = ?, settled = ?, last_at = ?"
            + " where node = ? and journal = ?";

    private JournalRows() {}

    static Map<JournalKey, JournalTotals> load(Connection connection, Collection<JournalKey> keys) throws SQLException {
        Map<JournalKey, JournalTotals> totals = new HashMap<>();
        Jdbc.queryAny(
                connection,
                "select * from steward.journal_told where node = any(?)",
                "varchar",
                keys.stream().map(key -> key.node().value()).distinct().toList(),
                row -> totals.put(
                        new JournalKey(NodeName.of(row.getString("node")), row.getString("journal")), read(row)));
        return totals;
    }

    static List<Rows> rows(String stream, CommandBatch batch) {
        Rows updates = new Rows(UPDATE);
        Rows inserts = new Rows(INSERT);
        Rows seconds = new Rows("insert into steward.second_time (stream, log_seq, kind, command_id, node, journal,"
                + " journal_n, before_journal, before_n, recorded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        batch.journals.forEach((key, totals) ->
                (batch.storedJournals.containsKey(key) ? updates : inserts).add(row(stream, key, totals)));
        batch.secondTimes.forEach(second -> seconds.add(row(second)));
        return List.of(updates, inserts, seconds);
    }

    private static Row row(SecondTime second) {
        return new Row()
                .add(second.entry().stream())
                .add(second.entry().seq())
                .add(second.kind())
                .add(CommandRows.uuid(second.id()))
                .add(second.node().value())
                .add(second.by().map(Journaled::journal))
                .add(second.by().flatMap(CommandRows::number))
                .add(second.before().map(Journaled::journal))
                .add(second.before().flatMap(CommandRows::number))
                .add(second.entry().recordedAt());
    }

    private static Row row(String stream, JournalKey key, JournalTotals totals) {
        return new Row(12)
                .add(stream)
                .add(totals.told())
                .add(totals.highest())
                .add(totals.sum())
                .add(totals.openSince())
                .add(totals.reached())
                .add(totals.mark())
                .add(totals.markAt())
                .add(totals.settled())
                .add(totals.lastAt())
                .add(key.node().value())
                .add(key.journal());
    }

    private static JournalTotals read(ResultSet row) throws SQLException {
        return new JournalTotals(
                row.getLong("told"),
                row.getLong("highest"),
                row.getLong("number_sum"),
                Jdbc.instant(row, "open_since"),
                row.getLong("reached"),
                row.getLong("mark"),
                Jdbc.instant(row, "mark_at").orElseThrow(),
                row.getLong("settled"),
                Jdbc.instant(row, "last_at").orElseThrow());
    }
}
