package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.controller.projection.News.Change;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tables that the stream EVENTS feeds: the newest events of each node and subject. The output of a node's commands
 * has a subject per command, so it is bounded as a whole.
 */
final class EventTables implements StreamTables {
    /** What is bounded together. */
    private record Bucket(NodeName node, String name) {}

    /** An event with its place in its bucket. */
    private record Event(Subject subject, Bucket bucket, long ordinal, LogEntry entry) {}

    private static final String OUTPUT = "output";

    private final EventBounds bounds;

    EventTables(EventBounds bounds) {
        this.bounds = bounds;
    }

    @Override
    public News fold(Connection connection, List<Reading> readings) throws SQLException {
        List<Event> events = new ArrayList<>();
        Map<Bucket, Long> stored = load(connection, readings);
        Map<Bucket, Long> ordinals = new LinkedHashMap<>();
        for (Reading reading : readings) {
            Subject subject = Subject.parse(reading.entry().subject());
            Bucket bucket = bucket(subject);
            long ordinal = ordinals.getOrDefault(bucket, stored.getOrDefault(bucket, 0L)) + 1;
            ordinals.put(bucket, ordinal);
            events.add(new Event(subject, bucket, ordinal, reading.entry()));
        }
        List<Event> kept = events.stream()
                .filter(event -> event.ordinal() > Objects.requireNonNull(ordinals.get(event.bucket())) - bound(event))
                .toList();
        insert(connection, kept);
        saveBuckets(connection, ordinals, stored);
        return new News(events.stream().map(EventTables::told).toList(), List.of(), List.of(), 0);
    }

    private static Map<Bucket, Long> load(Connection connection, List<Reading> readings) throws SQLException {
        Set<String> nodes = new TreeSet<>();
        readings.forEach(reading ->
                nodes.add(Subject.parse(reading.entry().subject()).node().value()));
        Map<Bucket, Long> ordinals = new HashMap<>();
        Jdbc.queryAny(
                connection,
                "select node, bucket, ordinal from steward.event_bucket where node = any(?)",
                "varchar",
                nodes,
                row -> ordinals.put(
                        new Bucket(NodeName.of(row.getString("node")), row.getString("bucket")),
                        row.getLong("ordinal")));
        return ordinals;
    }

    private static void insert(Connection connection, List<Event> events) throws SQLException {
        List<Row> rows = events.stream()
                .map(event -> new Row()
                        .add(event.entry().seq())
                        .add(event.subject().node().value())
                        .add(event.subject().method())
                        .add(event.subject().domain())
                        .add(event.entry().recordedAt())
                        .add(event.bucket().name())
                        .add(event.ordinal())
                        .add(body(event.entry())))
                .toList();
        Jdbc.batch(
                connection,
                "insert into steward.event (seq, node, method, domain, at, bucket, ordinal, body)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    private void saveBuckets(Connection connection, Map<Bucket, Long> ordinals, Map<Bucket, Long> stored)
            throws SQLException {
        List<Row> updates = new ArrayList<>();
        List<Row> inserts = new ArrayList<>();
        List<Row> outdated = new ArrayList<>();
        ordinals.forEach((bucket, ordinal) -> {
            Row row = new Row().add(ordinal).add(bucket.node().value()).add(bucket.name());
            (stored.containsKey(bucket) ? updates : inserts).add(row);
            long oldest = ordinal - bound(bucket);
            if (oldest > 0 && stored.containsKey(bucket)) {
                outdated.add(
                        new Row().add(bucket.node().value()).add(bucket.name()).add(oldest));
            }
        });
        Jdbc.batch(connection, "update steward.event_bucket set ordinal = ? where node = ? and bucket = ?", updates);
        Jdbc.batch(connection, "insert into steward.event_bucket (ordinal, node, bucket) values (?, ?, ?)", inserts);
        Jdbc.batch(connection, "delete from steward.event where node = ? and bucket = ? and ordinal <= ?", outdated);
    }

    private int bound(Event event) {
        return bound(event.bucket());
    }

    private int bound(Bucket bucket) {
        return bucket.name().equals(OUTPUT) ? bounds.output() : bounds.perSubject();
    }

    private static Bucket bucket(Subject subject) {
        boolean output = subject.method().equals(OUTPUT);
        return new Bucket(subject.node(), output ? OUTPUT : subject.process().toString());
    }

    private static String body(LogEntry entry) {
        return Jdbc.fitting(new String(entry.data(), StandardCharsets.UTF_8));
    }

    private static Change told(Event event) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("seq", event.entry().seq());
        row.put("node", event.subject().node().value());
        row.put("method", event.subject().method());
        row.put("domain", event.subject().domain());
        row.put("at", event.entry().recordedAt());
        row.put("body", body(event.entry()));
        return new Change(StateChange.Type.EVENT, event.entry().seq(), row);
    }
}
