package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.controller.projection.News.Change;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Hello;
import io.steward.model.fold.LogEntry;
import io.steward.model.fold.NodeChange;
import io.steward.model.fold.NodeFold;
import io.steward.model.fold.NodeState;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables that the stream NODES feeds. */
final class NodeTables implements StreamTables {
    /** A batch folded in memory. */
    private static final class Folding extends ContentAdapter {
        private final Map<NodeName, NodeState> stored;
        private final Map<NodeName, NodeState> changed = new LinkedHashMap<>();
        private final List<NodeChange> changes = new ArrayList<>();
        private LogEntry entry;

        Folding(Map<NodeName, NodeState> stored, LogEntry first) {
            this.stored = stored;
            this.entry = first;
        }

        void fold(Reading reading) {
            entry = reading.entry();
            reading.content().match(this);
        }

        @Override
        public void onHello(Subject subject, Hello hello) {
            take(NodeFold.hello(known(subject), subject.node(), hello, entry));
        }

        @Override
        public void onFacts(Subject subject, Facts facts) {
            take(NodeFold.facts(known(subject), subject.node(), facts, entry));
        }

        @Override
        public void onEnrolled(Subject subject, Enrolled enrolled) {
            take(NodeFold.enrolled(known(subject), subject.node(), enrolled, entry));
        }

        @Override
        public void onConnection(Subject subject, io.steward.model.event.Connection connection) {
            take(NodeFold.connection(known(subject), subject.node(), connection, entry));
        }

        private Optional<NodeState> known(Subject subject) {
            NodeState state = changed.get(subject.node());
            return Optional.ofNullable(state == null ? stored.get(subject.node()) : state);
        }

        private void take(NodeFold.Folded folded) {
            changed.put(folded.state().node(), folded.state());
            changes.addAll(folded.changes());
        }
    }

    @Override
    public News fold(Connection connection, List<Reading> readings) throws SQLException {
        if (readings.isEmpty()) {
            return News.NONE;
        }
        Set<NodeName> nodes = new TreeSet<>();
        for (Reading reading : readings) {
            nodes.add(Subject.parse(reading.entry().subject()).node());
        }
        Folding folding =
                new Folding(NodeRows.load(connection, nodes), readings.get(0).entry());
        readings.forEach(folding::fold);
        NodeRows.save(connection, folding.changed, folding.stored.keySet());
        writeChanges(connection, folding.changes);
        return new News(folding.changes.stream().map(NodeTables::told).toList(), List.of(), List.of(), 0);
    }

    private static void writeChanges(Connection connection, List<NodeChange> changes) throws SQLException {
        List<Row> rows = new ArrayList<>();
        long lastSeq = -1;
        int ordinal = 0;
        for (NodeChange change : changes) {
            ordinal = change.logSeq() == lastSeq ? ordinal + 1 : 0;
            lastSeq = change.logSeq();
            rows.add(new Row()
                    .add(Places.ofNodeChange(lastSeq, ordinal))
                    .add(change.node().value())
                    .add(Jdbc.fitting(change.changed()))
                    .add(change.oldValue().map(Jdbc::fitting))
                    .add(change.newValue().map(Jdbc::fitting))
                    .add(change.at())
                    .add(change.recordedAt())
                    .add(lastSeq));
        }
        Jdbc.batch(
                connection,
                "insert into steward.node_change (place, node, changed, old_value, new_value, at, recorded_at, log_seq)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    private static Change told(NodeChange change) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("node", change.node().value());
        row.put("changed", change.changed());
        row.put("old_value", change.oldValue().orElse(null));
        row.put("new_value", change.newValue().orElse(null));
        row.put("at", change.at());
        row.put("log_seq", change.logSeq());
        return new Change(StateChange.Type.NODE, change.logSeq(), row);
    }
}
