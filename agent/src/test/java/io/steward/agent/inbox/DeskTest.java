package io.steward.agent.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.agent.journal.Entry;
import io.steward.agent.journal.InMemoryJournal;
import io.steward.agent.journal.JournalLimits;
import io.steward.agent.machine.BrokerClock;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final InMemoryJournal journal = new InMemoryJournal(JournalLimits.DEFAULT, () -> NINE, "journal-1");

    @Test
    void what_was_taken_is_forced_to_the_disk_also_if_it_can_not_be_handed_over() {
        Desk desk = new Desk(
                NodeName.of("ship1"),
                new InboxSettings("COMMANDS", SOON, SOON, SOON, SOON, SOON),
                journal,
                new Desk.Work() {
                    @Override
                    public void admit(Entry entry, boolean supersedes) {
                        throw new IllegalStateException("unforeseen");
                    }

                    @Override
                    public void open() {}
                },
                new BrokerClock(() -> NINE, () -> 0));
        desk.start(0);
        assertThatThrownBy(() -> desk.take(List.of(command()), NINE, 0)).hasMessage("unforeseen");
        assertThat(journal.openCount()).isEqualTo(1);
        assertThat(journal.forced.get()).isEqualTo(journal.changes.get()).isPositive();
    }

    private static Delivery command() {
        String json = "{\"v\":1,\"id\":\"" + CommandId.from(NINE, 1, 1)
                + "\",\"issuedBy\":\"alice\",\"issuedAt\":\"2026-11-22T09:00:00.000Z\",\"args\":{}}";
        return new Delivery(
                "ship1.command.record.log", json.getBytes(StandardCharsets.UTF_8), "COMMANDS", 1, 1, 1, 0, NINE);
    }
}
