package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.SHIP1;
import static io.steward.controller.projection.Entries.SHIP2;
import static io.steward.controller.projection.Entries.ack;
import static io.steward.controller.projection.Entries.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.controller.read.BadQuery;
import io.steward.controller.read.CommandFilter;
import io.steward.controller.read.EventFilter;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldTest {
    @TempDir
    Path folder;

    private StateDatabase database;

    @BeforeEach
    void a_new_database() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    private H2Projection projection(StateDatabase of, String stream) {
        H2Projection projection =
                new H2Projection(of, stream, H2Projection.tablesOf(stream, Streams.single(), new EventBounds(3, 5)));
        projection.position();
        return projection;
    }

    private News fold(Entries entries) {
        String stream = entries.list().get(0).stream();
        try (H2Projection projection = projection(database, stream)) {
            return projection.fold(entries.batch());
        }
    }

    private StateReader reader() throws SQLException {
        return StateReader.open(
                database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS);
    }

    @Test
    void a_command_and_its_end_are_rows_that_the_views_show() throws Exception {
        fold(new Entries("COMMANDS")
                .command(command(1, SHIP1))
                .command(command(2, SHIP2))
                .ack(SHIP1, ack(1, Status.SUCCEEDED, 1, Optional.of(0))));
        try (StateReader reader = reader()) {
            assertThat(reader.command(Entries.id(1)).orElseThrow())
                    .containsEntry("status", "SUCCEEDED")
                    .containsEntry("terminal", true)
                    .containsEntry("exit_code", 0)
                    .containsEntry("stdout", "Linux\n")
                    .containsEntry("node", "ship1")
                    .containsEntry("issued_by", "alice")
                    .containsEntry("log_seq", 1L);
            assertThat(reader.history(Entries.id(1)).maps())
                    .extracting(row -> row.get("status"))
                    .containsExactly("QUEUED", "DELIVERED", "STARTED", "SUCCEEDED");
            assertThat(reader.node(SHIP1).orElseThrow())
                    .containsEntry("succeeded", 1L)
                    .containsEntry("last_status", "SUCCEEDED")
                    .containsEntry("online", false);
            assertThat(reader.commands(CommandFilter.newest(10)).maps())
                    .extracting(row -> row.get("id"))
                    .containsExactly(Entries.id(2).value(), Entries.id(1).value());
            assertThat(reader.commandsOf("request-0")).hasSize(1);
            assertThat(reader.lowestOpen(SHIP2)).hasValue(2);
            assertThat(reader.lowestOpen(SHIP1)).isEmpty();
        }
    }

    @Test
    void a_batch_folds_to_the_same_rows_as_its_parts() throws Exception {
        for (long seed = 1; seed <= 12; seed++) {
            List<LogEntry> entries = Entries.seeded("COMMANDS", seed, 150);
            try (StateDatabase whole = StateDatabase.open(folder.resolve("w" + seed), Duration.ofSeconds(30));
                    StateDatabase parts = StateDatabase.open(folder.resolve("p" + seed), Duration.ofSeconds(30))) {
                try (H2Projection projection = projection(whole, "COMMANDS")) {
                    projection.fold(Entries.batch(entries));
                }
                Random random = new Random(seed);
                for (int from = 0; from < entries.size(); ) {
                    int to = Math.min(entries.size(), from + 1 + random.nextInt(20));
                    try (H2Projection projection = projection(parts, "COMMANDS")) {
                        projection.fold(Entries.batch(entries.subList(random.nextInt(from + 1), to)));
                    }
                    from = to;
                }
                List<List<String>> tables = List.of(Dump.OF_COMMANDS, Dump.SHARED);
                assertThat(Dump.of(parts, tables)).as("seed " + seed).isEqualTo(Dump.of(whole, tables));
                assertThat(Dump.count(whole, "steward.command")).isPositive();
                assertThat(Dump.count(whole, "steward.doubt")).isPositive();
                assertThat(Dump.count(whole, "steward.unreadable")).isPositive();
            }
        }
    }

    @Test
    void the_totals_are_what_counting_gives() throws Exception {
        try (H2Projection projection = projection(database, "COMMANDS")) {
            projection.fold(Entries.batch(Entries.seeded("COMMANDS", 99, 600)));
        }
        try (StateReader reader = reader()) {
            assertThat(reader.sql("""
                                     select node, count(*) filter (where status in ('QUEUED', 'DELIVERED')) queued,
                                      count(*) filter (where status = 'STARTED') running,
                                      count(*) filter (where status = 'SUCCEEDED') succeeded,
                                      count(*) filter (where terminal and status <> 'SUCCEEDED') failed
                                      from command_state group by node order by node\
                                     """, 10).rows())
                    .isEqualTo(reader.sql(
                                    "select node, queued, running, succeeded, failed from node_state order by node", 10)
                            .rows())
                    .hasSize(2);
            assertThat(reader.sql("select id from open_command order by id", 1000)
                            .rows())
                    .isEqualTo(reader.sql("select id from command_state where not terminal order by id", 1000)
                            .rows());
        }
    }

    @Test
    void the_first_end_stands_and_a_contradiction_is_counted() throws Exception {
        fold(new Entries("COMMANDS")
                .command(command(1, SHIP1))
                .ack(SHIP1, ack(1, Status.SUCCEEDED, 1, Optional.of(0)))
                .ack(SHIP1, ack(1, Status.SUCCEEDED, 1, Optional.of(0)))
                .ack(SHIP1, ack(1, Status.DELIVERED, 0, Optional.empty())));
        assertThat(Dump.count(database, "public.delivery_proof")).isZero();
        try (H2Projection projection = projection(database, "COMMANDS")) {
            LogEntry late = new LogEntry(
                    "COMMANDS",
                    9,
                    Entries.NINE,
                    "ship1.ack.shellcommand.operatingsystem",
                    io.steward.model.wire.Codec.encode(ack(1, Status.FAILED, 1, Optional.of(1))));
            LogEntry stranger = new LogEntry(
                    "COMMANDS",
                    10,
                    Entries.NINE,
                    "ship2.ack.shellcommand.operatingsystem",
                    io.steward.model.wire.Codec.encode(ack(77, Status.FAILED, 1, Optional.of(1))));
            projection.fold(Entries.batch(List.of(late, stranger)));
        }
        try (StateReader reader = reader()) {
            assertThat(reader.command(Entries.id(1)).orElseThrow())
                    .containsEntry("status", "SUCCEEDED")
                    .containsEntry("conflicts", 1);
            assertThat(reader.sql("select node, conflicts, orphans from delivery_proof order by node", 10)
                            .rows())
                    .extracting(Object::toString)
                    .containsExactly("[ship1, 1, 0]", "[ship2, 0, 1]");
        }
    }

    @Test
    void what_cannot_be_read_is_kept_with_its_bytes_and_folding_goes_on() throws Exception {
        fold(new Entries("COMMANDS")
                .raw("ship1.command.shellcommand.operatingsystem", "not json")
                .raw("ship1.command.five.tokens.here", "{}")
                .raw("ship1.command.shellcommand.operatingsystem", new byte[3_000_000])
                .raw("ship1.ack.shellcommand.operatingsystem", new byte[0])
                .command(command(1, SHIP1)));
        try (StateReader reader = reader()) {
            assertThat(reader.sql("select seq, code, size, octet_length(bytes) from unreadable order by seq", 10)
                            .rows())
                    .extracting(Object::toString)
                    .containsExactly(
                            "[1, not-json, 8, 8]",
                            "[2, bad-subject, 2, 2]",
                            "[3, too-large, 3000000, 1000000]",
                            "[4, not-json, 0, 0]");
            assertThat(reader.command(Entries.id(1))).isPresent();
        }
    }

    @Test
    void what_the_database_refuses_is_set_aside_alone() throws Exception {
        StreamTables fussy = (connection, readings) -> {
            for (Reading reading : readings) {
                if (reading.entry().seq() == 2) {
                    throw new SQLException("value too long", "22001");
                }
            }
            return H2Projection.tablesOf("COMMANDS", Streams.single(), EventBounds.DEFAULTS)
                    .fold(connection, readings);
        };
        try (H2Projection projection = new H2Projection(database, "COMMANDS", fussy)) {
            projection.position();
            projection.fold(new Entries("COMMANDS")
                    .command(command(1, SHIP1))
                    .command(command(2, SHIP1))
                    .command(command(3, SHIP1))
                    .batch());
            assertThat(projection.position().seq()).isEqualTo(3);
        }
        assertThat(Dump.count(database, "steward.command")).isEqualTo(2);
        assertThat(Dump.of(database, List.of(Dump.SHARED)).get("unreadable"))
                .singleElement()
                .asString()
                .contains("COMMANDS|2|")
                .contains("not-storable");
    }

    @Test
    void rows_and_position_come_together_or_not_at_all() throws Exception {
        StreamTables dying = (connection, readings) -> {
            H2Projection.tablesOf("COMMANDS", Streams.single(), EventBounds.DEFAULTS)
                    .fold(connection, readings);
            throw new SQLException("the machine went down", "90067");
        };
        Entries entries = new Entries("COMMANDS").command(command(1, SHIP1));
        try (H2Projection projection = new H2Projection(database, "COMMANDS", dying)) {
            projection.position();
            assertThatThrownBy(() -> projection.fold(entries.batch())).isInstanceOf(Projection.Failed.class);
        }
        assertThat(Dump.count(database, "steward.command")).isZero();
        assertThat(Dump.count(database, "steward.transition")).isZero();
        try (H2Projection projection = projection(database, "COMMANDS")) {
            assertThat(projection.position().seq()).isZero();
            projection.fold(entries.batch());
            assertThat(projection.position().seq()).isEqualTo(1);
        }
    }

    @Test
    void of_two_projections_on_one_database_only_one_moves_the_position() throws Exception {
        Entries entries = new Entries("COMMANDS").command(command(1, SHIP1));
        try (H2Projection first = projection(database, "COMMANDS");
                H2Projection second = projection(database, "COMMANDS")) {
            first.fold(entries.batch());
            assertThatThrownBy(() -> second.fold(entries.batch())).isInstanceOf(Projection.PositionMoved.class);
            assertThat(Dump.count(database, "steward.transition")).isEqualTo(1);
            assertThat(second.position().seq()).isEqualTo(1);
            assertThat(second.fold(entries.batch()).changes()).isEmpty();
        }
    }

    @Test
    void a_node_is_what_it_said_of_itself_and_its_changes_are_kept() throws Exception {
        fold(new Entries("NODES")
                .enrolled(SHIP1)
                .hello(SHIP1, "1.0")
                .facts(SHIP1, "north")
                .hello(SHIP1, "1.1")
                .connection(SHIP1, true)
                .connection(SHIP1, true)
                .facts(SHIP2, "south"));
        try (StateReader reader = reader()) {
            assertThat(reader.node(SHIP1).orElseThrow())
                    .containsEntry("agent_version", "1.1")
                    .containsEntry("os", "Linux")
                    .containsEntry("labels", "{\"rack-no\":\"7\",\"site\":\"north\"}")
                    .containsEntry("enrolled", true);
            assertThat(reader.nodeHistory(SHIP1, 100).maps())
                    .filteredOn(row -> "agent_version".equals(row.get("changed")))
                    .extracting(row -> row.get("old_value"), row -> row.get("new_value"))
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("1.0", "1.1"),
                            org.assertj.core.groups.Tuple.tuple(null, "1.0"));
            assertThat(reader.targets("(labels).site = 'north'")).containsExactly(SHIP1);
            assertThat(reader.targets("(labels).\"rack-no\" = '7'")).containsExactly(SHIP1, SHIP2);
            assertThat(reader.targets("(labels).site <> 'north'")).containsExactly(SHIP2);
            assertThat(reader.enrolled()).containsExactly(SHIP1);
            assertThatThrownBy(() -> reader.targets("file_read('/etc/passwd') is not null"))
                    .isInstanceOf(BadQuery.class);
        }
    }

    @Test
    void nodes_fold_alike_whole_and_entry_by_entry() throws Exception {
        List<LogEntry> entries = new Entries("NODES")
                .enrolled(SHIP1)
                .hello(SHIP1, "1.0")
                .facts(SHIP1, "north")
                .facts(SHIP1, "west")
                .connection(SHIP1, false)
                .hello(SHIP2, "2")
                .raw("ship2.event.facts.system", "{}")
                .list();
        try (StateDatabase parts = StateDatabase.open(folder.resolve("parts"), Duration.ofSeconds(30))) {
            try (H2Projection whole = projection(database, "NODES");
                    H2Projection single = projection(parts, "NODES")) {
                whole.fold(Entries.batch(entries));
                entries.forEach(entry -> single.fold(Entries.batch(List.of(entry))));
            }
            List<List<String>> tables = List.of(Dump.OF_NODES, Dump.SHARED);
            Map<String, List<String>> expected = Dump.of(database, tables);
            assertThat(expected.get("node_change")).hasSizeGreaterThan(20);
            assertThat(Dump.of(parts, tables)).isEqualTo(expected);
        }
    }

    @Test
    void of_each_subject_the_newest_events_stay_and_output_is_bounded_per_node() throws Exception {
        Entries entries = new Entries("EVENTS");
        for (int i = 0; i < 10; i++) {
            entries.raw("ship1.event.syslogforwarding.dpkg", "line " + i)
                    .raw("ship1.event.output." + Entries.id(i), "piece " + i);
        }
        try (StateDatabase parts = StateDatabase.open(folder.resolve("parts"), Duration.ofSeconds(30))) {
            fold(entries);
            try (H2Projection single = projection(parts, "EVENTS")) {
                entries.list().forEach(entry -> single.fold(Entries.batch(List.of(entry))));
            }
            List<List<String>> tables = List.of(Dump.OF_EVENTS, Dump.SHARED);
            assertThat(Dump.of(parts, tables)).isEqualTo(Dump.of(database, tables));
        }
        try (StateReader reader = reader()) {
            assertThat(reader.events(EventFilter.newest(100)).maps())
                    .filteredOn(row -> "dpkg".equals(row.get("domain")))
                    .extracting(row -> row.get("body"))
                    .containsExactly("line 7", "line 8", "line 9");
            assertThat(reader.sql("select count(*) from event_log where method = 'output'", 1)
                            .rows())
                    .isEqualTo(List.of(List.of(5L)));
        }
    }

    @Test
    void a_time_at_the_end_of_the_calendar_stops_nothing() throws Exception {
        fold(new Entries("COMMANDS")
                .raw(
                        "ship1.command.shellcommand.operatingsystem",
                        "{\"v\":1,\"id\":\"" + Entries.id(1)
                                + "\",\"issuedBy\":\"a\\u0000b\\ud800\",\"issuedAt\":\"+999999999-12-31T23:59:59Z\","
                                + "\"expiresAt\":\"-999999999-01-01T00:00:00Z\",\"timeout\":\"PT2562047788015215H\",\"args\":{}}")
                .ack(SHIP1, ack(1, Status.STARTED, 1, Optional.empty()))
                .command(command(2, SHIP1)));
        try (StateReader reader = reader()) {
            assertThat(reader.command(Entries.id(2))).isPresent();
            assertThat(Dump.count(database, "steward.command") + Dump.count(database, "steward.unreadable"))
                    .isGreaterThanOrEqualTo(2);
        }
    }

    // After a SIGKILL, H2 gave back halves of transactions that its own thread had written out while they went on.
    @Test
    void nothing_is_written_out_in_the_middle_of_a_transaction() throws Exception {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet delay = statement.executeQuery("select setting_value from information_schema.settings"
                        + " where setting_name = 'WRITE_DELAY'")) {
            assertThat(delay.next()).isTrue();
            assertThat(delay.getInt(1)).as("H2's own writer sleeps").isEqualTo(Integer.MAX_VALUE);
        }
        StreamTables tables = H2Projection.tablesOf("COMMANDS", Streams.single(), new EventBounds(3, 5));
        AtomicBoolean alone = new AtomicBoolean();
        StreamTables watched = new StreamTables() {
            @Override
            public News fold(Connection connection, List<Reading> readings) throws SQLException {
                alone.set(((ReentrantLock) database.writing()).isHeldByCurrentThread());
                return tables.fold(connection, readings);
            }
        };
        try (H2Projection projection = new H2Projection(database, "COMMANDS", watched)) {
            projection.position();
            projection.fold(new Entries("COMMANDS").command(command(1, SHIP1)).batch());
        }
        assertThat(alone).isTrue();
        assertThat(((ReentrantLock) database.writing()).isLocked()).isFalse();
    }
}
