package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the view {@code audit} says of a log. */
class AuditFoldTest {
    private static final String REFUSED =
            "{\"v\":1,\"at\":\"2026-11-22T09:00:00.000Z\",\"who\":\"eve\",\"role\":\"viewer\","
                    + "\"action\":\"send\",\"target\":{\"method\":\"shellcommand\",\"domain\":\"operatingsystem\"},"
                    + "\"nodes\":[\"ship1\",\"ship2\"],\"allowed\":false,\"code\":\"forbidden\",\"detail\":\"role viewer\"}";

    @TempDir
    Path folder;

    @Test
    void the_audit_has_what_was_sent_what_was_refused_by_whom_and_what_admins_did() throws Exception {
        try (StateDatabase database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30))) {
            fold(
                    database,
                    new Entries(Streams.COMMANDS)
                            .command(Entries.command(1, Entries.SHIP1))
                            .ack(Entries.SHIP1, Entries.ack(1, Status.REJECTED, 0, Optional.empty()))
                            .ack(Entries.SHIP2, Entries.ack(2, Status.REJECTED, 0, Optional.empty()))
                            .list());
            fold(
                    database,
                    new Entries(Streams.AUDIT)
                            .raw("controller.event.audit.send", REFUSED)
                            .raw("controller.event.audit.rebuild", "{\"v\":1,")
                            .raw("controller.event.enrolment.ship2", "{\"v\":1,\"by\":\"alice\",\"change\":\"token\"}")
                            .list());

            assertThat(rows(database))
                    .containsExactly(
                            "AUDIT 1 eve viewer send ship1 shellcommand false forbidden",
                            "AUDIT 1 eve viewer send ship2 shellcommand false forbidden",
                            "AUDIT 2  null rebuild null null false unreadable",
                            "COMMANDS 1 alice null send ship1 shellcommand true null",
                            "COMMANDS 2 alice null refuse ship1 shellcommand false unknown-process",
                            "COMMANDS 3  null refuse ship2 null false unknown-command");
        }
    }

    private static List<String> rows(StateDatabase database) throws Exception {
        try (Connection connection = database.connect()) {
            return Jdbc.query(
                    connection,
                    "select stream || ' ' || log_seq || ' ' || who || ' ' || coalesce(role, 'null') || ' ' || action || ' '"
                            + " || coalesce(node, 'null') || ' ' || coalesce(method, 'null') || ' ' || allowed || ' '"
                            + " || coalesce(code, 'null') from public.audit order by stream, log_seq, node",
                    new Jdbc.Row(),
                    row -> row.getString(1).replace("TRUE", "true").replace("FALSE", "false"));
        }
    }

    static void fold(StateDatabase database, List<LogEntry> entries) {
        String stream = entries.get(0).stream();
        try (H2Projection projection = new H2Projection(
                database, stream, H2Projection.tablesOf(stream, Streams.single(), EventBounds.DEFAULTS))) {
            projection.position();
            projection.fold(Entries.batch(entries));
        }
    }
}
