package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.NINE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.log.Batch;
import io.steward.controller.read.CommandFilter;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Status;
import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.fold.LogEntry;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.subject.Streams;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a node puts into the log, the real tables take it or set it aside; the position moves on, and readers read. */
class FoldFuzzTest {
    private static final String SHELL = "ship1.%s.shellcommand.operatingsystem";

    @TempDir
    Path folder;

    @Test
    void no_command_and_no_ack_stops_the_fold() throws Exception {
        String command = new String(Codec.encode(Entries.command(1, Entries.SHIP1)), UTF_8);
        String ack = new String(Codec.encode(Entries.ack(1, Status.FAILED, 1, Optional.of(3))), UTF_8)
                .replaceFirst("}$", ",\"journal\":\"j1\",\"n\":17}");
        fold(
                "COMMANDS",
                List.of(SHELL.formatted("command"), SHELL.formatted("ack")),
                FuzzTarget.of("fold of commands", Grammar.JSON, command, ack).extremes(command, ack));
    }

    @Test
    void no_event_stops_the_fold() throws Exception {
        List<LogEntry> events = new Entries("NODES")
                .hello(Entries.SHIP1, "0.1.0")
                .facts(Entries.SHIP1, "north")
                .list();
        String hello = new String(events.get(0).data(), UTF_8);
        String facts = new String(events.get(1).data(), UTF_8);
        String connection = new String(EventCodec.encode(new Connection(NINE, true, "heartbeat")), UTF_8);
        String enrolled = new String(EventCodec.encode(new Enrolled(NINE, "alice")), UTF_8);
        fold(
                "NODES",
                List.of(
                        "ship1.event.hello.agent",
                        "ship1.event.facts.system",
                        "ship1.event.connection.controller",
                        "ship1.event.enrolled.controller"),
                FuzzTarget.of("fold of nodes", Grammar.JSON, hello, facts, connection, enrolled)
                        .inputs(500)
                        .extremes(hello, facts, connection, enrolled));
        fold(
                "EVENTS",
                List.of("ship1.event.syslogforwarding.nginx"),
                FuzzTarget.of("fold of events", Grammar.JSON, hello, "no JSON").inputs(300));
    }

    @Test
    void no_heartbeat_stops_the_fold() throws Exception {
        String heartbeat = new String(EventCodec.encode(Entries.heartbeat(false)), UTF_8);
        fold(
                "PRESENCE",
                List.of("ship1.presence.heartbeat.agent", "ship1.presence.connection.broker"),
                FuzzTarget.of("fold of presence", Grammar.JSON, heartbeat)
                        .inputs(500)
                        .extremes(heartbeat));
    }

    private void fold(String stream, List<String> subjects, FuzzTarget target) throws Exception {
        long[] seq = {0};
        try (StateDatabase database = StateDatabase.open(folder.resolve(stream), Duration.ofSeconds(30));
                H2Projection projection = new H2Projection(
                        database,
                        stream,
                        H2Projection.tablesOf(stream, Streams.single(), new EventBounds(1_000, 5_000)))) {
            projection.position();
            target.memory(32L << 20, 2_000).check(bytes -> {
                for (String subject : subjects) {
                    LogEntry entry = new LogEntry(stream, ++seq[0], NINE.plusSeconds(seq[0]), subject, bytes);
                    projection.fold(new Batch(stream, NINE, List.of(entry), seq[0]));
                    assertThat(projection.position().seq()).isEqualTo(seq[0]);
                }
            });
            try (StateReader reader = StateReader.open(
                    database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS)) {
                reader.nodes(Optional.empty(), Optional.empty(), 100);
                reader.commands(CommandFilter.newest(100));
                reader.sql("select * from command_state, node_state, projection_position", 100);
            }
        }
    }
}
