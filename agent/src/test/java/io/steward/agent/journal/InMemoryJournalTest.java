package io.steward.agent.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryJournalTest extends JournalContract {
    @Override
    Journal opened(JournalLimits limits) {
        return new InMemoryJournal(limits, () -> NINE, "journal-1");
    }

    @Test
    void a_disk_that_is_nearly_full_takes_no_new_commands() {
        InMemoryJournal journal =
                new InMemoryJournal(new JournalLimits(SMALL.keep(), 3, 5, 3, 1000, 100), () -> NINE, "journal-1");
        journal.room = 99;
        assertThatThrownBy(() -> journal.append(List.of(new Change.Delivered(entry(1)))))
                .isInstanceOf(JournalFull.class)
                .hasMessageContaining("99");
    }
}
