package io.steward.agent.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.journal.InMemoryJournal;
import io.steward.agent.journal.JournalLimits;
import io.steward.agent.journal.Lane;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final JournalLimits LIMITS = new JournalLimits(Duration.ofDays(1), 10, 4, 10, 1000, 100);

    private final InMemoryJournal journal = new InMemoryJournal(LIMITS, () -> NINE, "journal-1");
    private final Intake intake = new Intake(NodeName.of("ship1"), journal);

    private static CommandId id(int n) {
        return CommandId.from(NINE, n, n);
    }

    private static Delivery delivery(String subject, String json, long number, long place, long times) {
        return new Delivery(subject, json.getBytes(StandardCharsets.UTF_8), "COMMANDS", number, place, times, 0);
    }

    private static Delivery command(int n, long number, long times) {
        String json = "{\"v\":1,\"id\":\"" + id(n)
                + "\",\"issuedBy\":\"alice\",\"issuedAt\":\"2026-11-22T09:00:00.000Z\",\"args\":{}}";
        return delivery("ship1.command.record.log", json, number, n, times);
    }

    private List<Receipt.Kind> take(Delivery... batch) {
        return intake.take(List.of(batch), 0, NINE).receipts().stream()
                .map(Receipt::kind)
                .toList();
    }

    @Test
    void a_batch_is_taken_whole_and_each_has_its_receipt() {
        assertThat(take(
                        command(1, 1, 1),
                        command(1, 2, 1),
                        delivery("ship2.command.record.log", "{}", 3, 3, 1),
                        delivery("ship1.command.record", "{}", 4, 4, 1),
                        delivery("ship1.command.record.log", "{", 5, 5, 1),
                        command(6, 6, 1)))
                .containsExactly(
                        Receipt.Kind.JOURNALED,
                        Receipt.Kind.KNOWN_ALREADY,
                        Receipt.Kind.NOT_OURS,
                        Receipt.Kind.UNREADABLE,
                        Receipt.Kind.UNREADABLE,
                        Receipt.Kind.JOURNALED);
        assertThat(journal.openCount()).isEqualTo(2);
        assertThat(journal.owing(Lane.EVENTS)).isEqualTo(3);
        assertThat(journal.reception().delivery()).isEqualTo(6);
    }

    @Test
    void a_broken_copy_of_a_known_command_does_not_contradict_it() {
        take(command(1, 1, 1));
        take(delivery("ship1.command.record.log", "{\"v\":9,\"id\":\"" + id(1) + "\"}", 2, 2, 1));
        assertThat(journal.entry(id(1)).orElseThrow().status()).isEqualTo(Status.DELIVERED);
        assertThat(journal.owing(Lane.ACKS)).isEqualTo(1);
    }

    @Test
    void without_room_on_the_disk_all_of_the_batch_has_to_come_again_before_what_is_behind_it() {
        take(command(1, 1, 1));
        journal.room = 99;
        assertThat(take(command(2, 2, 1), command(3, 3, 1)))
                .containsExactly(Receipt.Kind.DISK_FULL, Receipt.Kind.DISK_FULL);
        assertThat(journal.openCount()).isEqualTo(1);
        assertThat(journal.reception().delivery()).isEqualTo(1);
        journal.room = Long.MAX_VALUE;
        take(command(4, 4, 1));
        assertThat(intake.reception().mayRun(4)).isFalse();
        take(command(2, 5, 2), command(3, 6, 2));
        assertThat(intake.reception().mayRun(4)).isTrue();
    }

    @Test
    void too_many_open_commands_make_the_node_busy() {
        take(command(1, 1, 1), command(2, 2, 1), command(3, 3, 1), command(4, 4, 1));
        assertThat(take(command(5, 5, 1))).containsExactly(Receipt.Kind.BUSY);
    }
}
