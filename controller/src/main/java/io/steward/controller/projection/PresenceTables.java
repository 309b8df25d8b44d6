package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.event.Heartbeat;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The table that the stream PRESENCE feeds. Only the newest of each counts, so only the newest is written. */
final class PresenceTables implements StreamTables {
    static final int MISSED_HEARTBEATS = 3;
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

    /** The newest of each node in a batch. */
    private static final class Newest extends ContentAdapter {
        private final Map<NodeName, Row> heartbeats = new LinkedHashMap<>();
        private final Map<NodeName, Row> hints = new LinkedHashMap<>();
        private Instant recordedAt = Instant.EPOCH;

        void take(Reading reading) {
            recordedAt = reading.entry().recordedAt();
            reading.content().match(this);
        }

        @Override
        public void onHeartbeat(Subject subject, Heartbeat heartbeat) {
            heartbeats.put(subject.node(), row(subject.node(), heartbeat, recordedAt));
        }

        @Override
        public void onConnection(Subject subject, io.steward.model.event.Connection hint) {
            hints.put(
                    subject.node(),
                    new Row()
                            .add(hint.at())
                            .add(hint.online())
                            .add(Jdbc.fitting(hint.reason()))
                            .add(subject.node().value()));
        }
    }

    @Override
    public News fold(Connection connection, List<Reading> readings) throws SQLException {
        Newest newest = new Newest();
        readings.forEach(newest::take);
        List<NodeName> heard = Jdbc.upsert(
                connection,
                "update steward.presence set heartbeat_at = ?, heartbeat_recorded_at = ?, heartbeat_until = ?,"
                        + " leaving = ?, boot_id = ?, uptime = ?, queued = ?, running = ?, outbox = ?,"
                        + " dropped = ?, redelivered = ?, skew_millis = ?, condition = ? where node = ?",
                "insert into steward.presence (heartbeat_at, heartbeat_recorded_at, heartbeat_until, leaving,"
                        + " boot_id, uptime, queued, running, outbox, dropped, redelivered, skew_millis, condition, node)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                newest.heartbeats);
        List<NodeName> hinted = Jdbc.upsert(
                connection,
                "update steward.presence set hint_at = ?, hint_online = ?, hint_reason = ? where node = ?",
                "insert into steward.presence (hint_at, hint_online, hint_reason, node) values (?, ?, ?, ?)",
                newest.hints);
        StrayRows.heard(
                connection,
                Stream.concat(heard.stream(), hinted.stream())
                        .map(NodeName::value)
                        .toList());
        return News.NONE;
    }

    /** Reckoned by the log's clock: a node's own may be wrong. */
    private static Row row(NodeName node, Heartbeat heartbeat, Instant recordedAt) {
        return new Row()
                .add(heartbeat.at())
                .add(recordedAt)
                .add(recordedAt.plus(bounded(heartbeat.interval()).multipliedBy(MISSED_HEARTBEATS)))
                .add(heartbeat.leaving())
                .add(heartbeat.bootId())
                .add(heartbeat.uptime().toString())
                .add(heartbeat.queued())
                .add(heartbeat.running())
                .add(heartbeat.outbox())
                .add(heartbeat.dropped())
                .add(heartbeat.redelivered())
                .add(heartbeat.skew().map(Duration::toMillis))
                .add(heartbeat.condition().map(Jdbc::fitting))
                .add(node.value());
    }

    private static Duration bounded(Duration interval) {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            return SHORTEST_INTERVAL;
        }
        return interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
    }
}
