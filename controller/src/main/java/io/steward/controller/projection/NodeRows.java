package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Hello;
import io.steward.model.fold.NodeState;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.wire.EventCodec;
import io.steward.model.wire.Json;
import io.steward.model.wire.Unreadable;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Node states as rows and back. */
final class NodeRows {
    private static final String COLUMNS = "first_seen, enrolled_at, enrolled_by, agent_version, journal_id, boot_id,"
            + " agent_started_at, processes, os, arch, labels, facts, connection_at, connection_online,"
            + " connection_reason";
    private static final String INSERT = "insert into steward.node (" + COLUMNS + ", node) values"
            + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? format json, ?, ?, ?, ?, ?)";
    private static final String UPDATE = "update steward.node set (" + COLUMNS + ") ="
            + " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? format json, ?, ?, ?, ?) where node = ?";

    private NodeRows() {}

    static Map<NodeName, NodeState> load(Connection connection, Collection<NodeName> nodes) throws SQLException {
        Map<NodeName, NodeState> states = new HashMap<>();
        Jdbc.queryAny(
                        connection,
                        "select * from steward.node where node = any(?)",
                        "varchar",
                        nodes.stream().map(NodeName::value).toList(),
                        NodeRows::read)
                .forEach(state -> states.put(state.node(), state));
        return states;
    }

    static void save(Connection connection, Map<NodeName, NodeState> states, Collection<NodeName> stored)
            throws SQLException {
        List<Row> updates = new ArrayList<>();
        List<Row> inserts = new ArrayList<>();
        states.forEach((node, state) -> (stored.contains(node) ? updates : inserts).add(row(state)));
        Jdbc.batch(connection, UPDATE, updates);
        Jdbc.batch(connection, INSERT, inserts);
        StrayRows.known(
                connection,
                states.keySet().stream()
                        .filter(node -> !stored.contains(node))
                        .map(NodeName::value)
                        .toList());
    }

    private static Row row(NodeState state) {
        Optional<Facts> facts = state.facts();
        return new Row()
                .add(state.firstSeen())
                .add(state.enrolled().map(Enrolled::at))
                .add(state.enrolled().map(Enrolled::by))
                .add(state.hello().map(Hello::version))
                .add(state.hello().map(Hello::journalId))
                .add(state.hello().map(Hello::bootId))
                .add(state.hello().map(Hello::startedAt))
                .add(state.hello()
                        .map(hello -> hello.processes().stream()
                                .map(ProcessName::toString)
                                .collect(Collectors.joining(" "))))
                .add(facts.map(Facts::os))
                .add(facts.map(Facts::arch))
                .add(facts.map(known -> Json.text(known.labels())))
                .add(facts.map(known -> new String(EventCodec.encode(known), StandardCharsets.UTF_8)))
                .add(state.connection().map(io.steward.model.event.Connection::at))
                .add(state.connection().map(io.steward.model.event.Connection::online))
                .add(state.connection().map(io.steward.model.event.Connection::reason))
                .add(state.node().value());
    }

    static NodeState read(ResultSet row) throws SQLException {
        return new NodeState(
                NodeName.of(row.getString("node")),
                Jdbc.instant(row, "first_seen").orElseThrow(),
                enrolled(row),
                hello(row),
                facts(row),
                connection(row));
    }

    private static Optional<Enrolled> enrolled(ResultSet row) throws SQLException {
        Optional<Instant> at = Jdbc.instant(row, "enrolled_at");
        return at.isEmpty() ? Optional.empty() : Optional.of(new Enrolled(at.get(), row.getString("enrolled_by")));
    }

    private static Optional<Hello> hello(ResultSet row) throws SQLException {
        Optional<Instant> startedAt = Jdbc.instant(row, "agent_started_at");
        if (startedAt.isEmpty()) {
            return Optional.empty();
        }
        List<ProcessName> processes = Arrays.stream(row.getString("processes").split(" "))
                .filter(name -> !name.isEmpty())
                .map(name ->
                        new ProcessName(name.substring(0, name.indexOf('.')), name.substring(name.indexOf('.') + 1)))
                .toList();
        return Optional.of(new Hello(
                row.getString("agent_version"),
                row.getString("journal_id"),
                row.getString("boot_id"),
                startedAt.get(),
                processes));
    }

    private static Optional<Facts> facts(ResultSet row) throws SQLException {
        Optional<String> facts = Jdbc.text(row, "facts");
        try {
            return facts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(EventCodec.decodeFacts(facts.get().getBytes(StandardCharsets.UTF_8)));
        } catch (Unreadable e) {
            throw new IllegalStateException("facts of " + row.getString("node") + " were readable when stored", e);
        }
    }

    private static Optional<io.steward.model.event.Connection> connection(ResultSet row) throws SQLException {
        Optional<Instant> at = Jdbc.instant(row, "connection_at");
        return at.isEmpty()
                ? Optional.empty()
                : Optional.of(new io.steward.model.event.Connection(
                        at.get(), row.getBoolean("connection_online"), row.getString("connection_reason")));
    }
}
