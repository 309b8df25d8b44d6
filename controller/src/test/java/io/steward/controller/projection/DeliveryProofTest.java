package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.NINE;
import static io.steward.controller.projection.Entries.ack;
import static io.steward.controller.projection.Entries.command;
import static io.steward.controller.projection.Entries.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.read.OrphanedCommand;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.Journaled;
import io.steward.model.command.Status;
import io.steward.model.event.Hello;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the view of gaps and doubles says of one node's log. */
class DeliveryProofTest {
    private static final NodeName SHIP1 = NodeName.of("ship1");
    private static final Duration LATER = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private StateDatabase database;
    private StateReader reader;
    private final List<LogEntry> log = new ArrayList<>();
    private Instant now = NINE;

    @BeforeEach
    void open() throws Exception {
        database = StateDatabase.open(folder, Duration.ofSeconds(30));
        reader = StateReader.open(
                database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS);
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        database.close();
    }

    private void asked(int... numbers) {
        for (int number : numbers) {
            Command command = command(number, SHIP1);
            add(command.subject().toString(), Codec.encode(command));
        }
    }

    private void told(int number, Status status, int attempt, String journal, long n) {
        Ack ack = ack(number, status, attempt, Optional.empty())
                .with(Optional.of(new Journaled(journal, OptionalLong.of(n))));
        add("ship1.ack.shellcommand.operatingsystem", Codec.encode(ack));
    }

    private void add(String subject, byte[] data) {
        now = now.plusMillis(10);
        log.add(new LogEntry("COMMANDS", log.size() + 1, now, subject, data));
    }

    private void fold() {
        fold("COMMANDS", log);
    }

    private void fold(String stream, List<LogEntry> entries) {
        try (H2Projection projection = new H2Projection(
                database, stream, H2Projection.tablesOf(stream, Streams.single(), EventBounds.DEFAULTS))) {
            projection.position();
            projection.fold(Entries.batch(entries));
        }
    }

    private List<String> proof() throws Exception {
        return reader
                .sql(
                        "select node, asked, journaled, ended, gaps, passed_by, second_effects, second_deliveries,"
                                + " conflicts, orphans from delivery_proof",
                        10)
                .rows()
                .stream()
                .map(Object::toString)
                .toList();
    }

    private List<String> findings() throws Exception {
        return reader
                .sql("select problem, command_id, detail from delivery_finding order by problem, detail", 100)
                .rows()
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void an_end_that_was_told_before_its_command_and_again_behind_it_is_in_order() throws Exception {
        told(1, Status.SUCCEEDED, 1, "journal-1", 1);
        fold();
        assertThat(findings()).as("as long as nobody knows the command").isNotEmpty();

        asked(1);
        told(1, Status.SUCCEEDED, 1, "journal-1", 1);
        fold();

        assertThat(findings()).isEmpty();
        assertThat(proof()).isEmpty();
    }

    @Test
    void nothing_is_listed_while_all_is_well_or_under_way() throws Exception {
        asked(1, 2, 3, 4);
        told(2, Status.DELIVERED, 0, "j1", 2);
        told(3, Status.DELIVERED, 0, "j1", 3);
        fold();
        assertThat(proof()).isEmpty();
        told(1, Status.SUCCEEDED, 1, "j1", 1);
        told(1, Status.SUCCEEDED, 1, "j1", 1);
        told(2, Status.STARTED, 1, "j1", 2);
        told(2, Status.FAILED, 1, "j1", 2);
        fold();
        assertThat(proof()).isEmpty();
    }

    @Test
    void a_number_that_is_never_told_is_a_gap() throws Exception {
        asked(1, 2, 3);
        told(1, Status.DELIVERED, 0, "j1", 1);
        told(2, Status.DELIVERED, 0, "j1", 4);
        fold();
        assertThat(proof()).as("it may be under way").isEmpty();
        now = now.plus(LATER);
        told(3, Status.SUCCEEDED, 1, "j1", 5);
        fold();
        assertThat(findings()).containsExactly("[gap, null, 2-3]");
        assertThat(proof()).containsExactly("[ship1, 3, 3, 1, 1, 0, 0, 0, 0, 0]");
    }

    @Test
    void a_command_that_later_ones_passed_by_is_listed() throws Exception {
        asked(1, 2, 3, 4);
        told(2, Status.SUCCEEDED, 1, "j1", 1);
        now = now.plus(LATER);
        told(3, Status.SUCCEEDED, 1, "j1", 2);
        now = now.plus(LATER);
        told(4, Status.SUCCEEDED, 1, "j1", 3);
        fold();
        assertThat(findings()).containsExactly("[passed_by, " + id(1).value() + ", place 1]");
        assertThat(proof()).containsExactly("[ship1, 4, 3, 3, 0, 1, 0, 0, 0, 0]");
    }

    @Test
    void an_unreadable_command_that_was_rejected_is_no_gap() throws Exception {
        asked(1, 3);
        told(1, Status.SUCCEEDED, 1, "j1", 1);
        told(2, Status.DELIVERED, 0, "j1", 2);
        told(2, Status.REJECTED, 0, "j1", 2);
        now = now.plus(LATER);
        told(3, Status.SUCCEEDED, 1, "j1", 3);
        fold();
        assertThat(findings()).isEmpty();
    }

    @Test
    void one_number_for_two_commands_is_listed_with_both() throws Exception {
        asked(1, 2);
        told(1, Status.SUCCEEDED, 1, "j1", 1);
        told(2, Status.SUCCEEDED, 1, "j1", 1);
        fold();
        assertThat(findings())
                .containsExactlyInAnyOrder(
                        "[same_number, " + id(1).value() + ", 1]", "[same_number, " + id(2).value() + ", 1]");
    }

    @Test
    void a_command_that_a_forgetful_journal_ran_again_is_a_second_effect() throws Exception {
        asked(1);
        told(1, Status.STARTED, 1, "j1", 1);
        told(1, Status.SUCCEEDED, 1, "j1", 1);
        told(1, Status.DELIVERED, 0, "j1", 2);
        told(1, Status.SUCCEEDED, 1, "j1", 2);
        fold();
        assertThat(findings())
                .containsExactly("[delivery, " + id(1).value() + ", 4]", "[effect, " + id(1).value() + ", 5]");
        assertThat(proof()).containsExactly("[ship1, 1, 3, 1, 0, 0, 1, 1, 0, 0]");
    }

    @Test
    void a_start_that_the_sender_did_not_allow_is_a_second_effect() throws Exception {
        asked(1);
        told(1, Status.STARTED, 1, "j1", 1);
        told(1, Status.SUCCEEDED, 2, "j1", 1);
        fold();
        assertThat(findings()).containsExactly("[effect, " + id(1).value() + ", 3]");
    }

    @Test
    void only_commands_of_a_journal_that_was_left_are_orphaned() throws Exception {
        asked(1, 2, 3, 4, 5);
        told(1, Status.DELIVERED, 0, "old", 1);
        told(2, Status.STARTED, 1, "old", 2);
        told(3, Status.SUCCEEDED, 1, "old", 3);
        told(4, Status.DELIVERED, 0, "new", 1);
        fold();
        List<LogEntry> nodes = new ArrayList<>(List.of(hello(1, "old", NINE)));
        fold(Streams.NODES, nodes);
        assertThat(reader.orphaned(10))
                .as("a journal that is heard of later is no lost one")
                .isEmpty();
        nodes.add(hello(2, "new", NINE.plusSeconds(60)));
        fold(Streams.NODES, nodes);
        assertThat(reader.orphaned(10))
                .extracting(OrphanedCommand::id, OrphanedCommand::journal, OrphanedCommand::changedAt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(id(1), "old", NINE.plusSeconds(60)),
                        org.assertj.core.groups.Tuple.tuple(id(2), "old", NINE.plusSeconds(60)));
        nodes.add(hello(3, "old", NINE.plusSeconds(90)));
        fold(Streams.NODES, nodes);
        assertThat(reader.orphaned(10))
                .as("the old disk is back")
                .extracting(OrphanedCommand::id)
                .containsExactly(id(4));
    }

    private static LogEntry hello(long seq, String journal, Instant at) {
        Hello hello = new Hello("1.0", journal, "boot-1", at, List.of());
        return new LogEntry(Streams.NODES, seq, at, "ship1.event.hello.agent", EventCodec.encode(hello));
    }
}
