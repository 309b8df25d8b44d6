package io.steward.controller.projection;

import io.steward.controller.log.ControlEvents;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.event.Audited;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.model.wire.Unreadable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables that the stream AUDIT feeds. Each entry goes where its subject's method says; what an entry says that can't
 * be read is lost, but not that it was there.
 */
final class AuditTables implements StreamTables {
    @Override
    public News fold(Connection connection, List<Reading> readings) throws SQLException {
        List<Row> rows = new ArrayList<>();
        List<Reading> enrolments = new ArrayList<>();
        for (Reading reading : readings) {
            Subject subject = Subject.parse(reading.entry().subject());
            switch (subject.method()) {
                case ControlEvents.ENROLMENT -> enrolments.add(reading);
                default -> rows.addAll(rows(reading.entry(), audited(subject, reading.entry())));
            }
        }
        Jdbc.batch(
                connection,
                "insert into steward.audit_event (place, log_seq, recorded_at, at, who, role, action, node, method,"
                        + " domain, command_id, allowed, code, detail)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
        IdentityTables.fold(connection, enrolments);
        return News.NONE;
    }

    @Override
    public boolean chained() {
        return true;
    }

    private static List<Row> rows(LogEntry entry, Audited audited) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < Math.max(1, audited.nodes().size()); i++) {
            Optional<String> node = audited.nodes().stream().skip(i).findFirst();
            rows.add(new Row()
                    .add(Places.ofNodeChange(entry.seq(), i))
                    .add(entry.seq())
                    .add(entry.recordedAt())
                    .add(audited.at())
                    .add(audited.who())
                    .add(audited.role())
                    .add(audited.action())
                    .add(node)
                    .add(audited.method())
                    .add(audited.domain())
                    .add(audited.commandId())
                    .add(audited.allowed())
                    .add(audited.code())
                    .add(audited.detail()));
        }
        return rows;
    }

    private static Audited audited(Subject subject, LogEntry entry) {
        try {
            return EventCodec.decodeAudited(entry.data());
        } catch (Unreadable e) {
            return new Audited(
                    entry.recordedAt(),
                    "",
                    Optional.empty(),
                    subject.domain(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.of("unreadable"),
                    Optional.of(e.getMessage()));
        }
    }
}
