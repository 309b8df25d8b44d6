package io.steward.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.command.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvStoreJournalTest extends JournalContract {
    @TempDir
    Path folder;

    @Override
    Journal opened(JournalLimits limits) {
        return MvStoreJournal.open(folder.resolve("journal.mv"), limits, () -> NINE, "journal-1");
    }

    private Journal other(String freshId) {
        return MvStoreJournal.open(folder.resolve("other.mv"), SMALL, () -> NINE, freshId);
    }

    @Test
    void everything_is_there_again_after_it_was_closed() {
        try (Journal first = other("a")) {
            first.append(List.of(
                    new Change.Delivered(entry(1)),
                    new Change.Started(id(1), 2, "boot", NINE),
                    new Change.Received(new Reception(4, 3, 0, 0, 0))));
            first.report(new Outgoing(entry(1).subject(), "e1", new byte[10], false));
        }
        try (Journal second = other("b")) {
            assertThat(second.id()).isEqualTo("a");
            Entry known = second.entry(id(1)).orElseThrow();
            assertThat(known.status()).isEqualTo(Status.STARTED);
            assertThat(known.attempt()).isEqualTo(2);
            assertThat(known.command()).isEqualTo(entry(1).command());
            assertThat(second.reception().delivery()).isEqualTo(4);
            assertThat(second.owing(Lane.ACKS)).isEqualTo(2);
            assertThat(second.owed(Lane.ACKS, -1, 9)).hasSize(2);
            assertThat(second.owed(Lane.EVENTS, -1, 9)).hasSize(1);
            assertThat(second.openCount()).isEqualTo(1);
        }
    }

    @Test
    void what_was_vouched_for_and_forgotten_is_not_forgotten_to_have_been() {
        try (Journal first = other("a")) {
            first.append(List.of(
                    new Change.Delivered(entry(1)),
                    new Change.Delivered(entry(2)),
                    new Change.Vouched(id(1)),
                    new Change.Vouched(id(2)),
                    new Change.Ended(ack(1, Status.EXPIRED))));
            first.told(
                    Lane.ACKS,
                    first.owed(Lane.ACKS, -1, 9).stream().map(Owed::number).toList());
            first.append(List.of(new Change.Swept(NINE.plusSeconds(1))));
        }
        try (Journal second = other("b")) {
            assertThat(second.entry(id(1))).isEmpty();
            assertThat(second.forgottenTo()).contains(id(1));
            assertThat(second.entry(id(2)).orElseThrow().vouched()).isTrue();
        }
    }

    @Test
    void numbers_are_never_used_twice() {
        long last;
        try (Journal first = other("a")) {
            first.append(List.of(new Change.Delivered(entry(1))));
            last = first.owed(Lane.ACKS, -1, 9).get(0).number();
            first.told(Lane.ACKS, List.of(last));
        }
        try (Journal second = other("a")) {
            second.append(List.of(new Change.Delivered(entry(2))));
            assertThat(second.owed(Lane.ACKS, -1, 9).get(0).number()).isGreaterThan(last);
        }
    }

    @Test
    void a_file_that_another_has_open_is_refused() {
        try (Journal first = other("a")) {
            assertThat(first.id()).isEqualTo("a");
            assertThatThrownBy(() -> other("b"))
                    .isInstanceOf(JournalBroken.class)
                    .hasMessageContaining("can't be opened");
        }
    }

    @Test
    void a_file_that_is_no_journal_is_refused_and_left_as_it_is() throws Exception {
        Files.writeString(folder.resolve("other.mv"), "not a journal ".repeat(1000));
        assertThatThrownBy(() -> other("b")).isInstanceOf(JournalBroken.class);
        assertThat(Files.readString(folder.resolve("other.mv"))).startsWith("not a journal");
    }

    @Test
    void an_interrupted_reader_harms_nobody() {
        try (Journal journal = other("a")) {
            journal.append(List.of(new Change.Delivered(entry(1))));
            Thread.currentThread().interrupt();
            journal.append(List.of(new Change.Delivered(entry(2))));
            assertThat(Thread.interrupted()).isTrue();
            journal.append(List.of(new Change.Delivered(entry(3))));
            assertThat(journal.size()).isEqualTo(3);
        }
    }

    @Test
    void a_file_that_lost_its_end_opens_with_an_earlier_whole_state() throws Exception {
        try (Journal journal = other("a")) {
            for (int n = 1; n <= 5; n++) {
                journal.append(List.of(new Change.Delivered(entry(n))));
            }
        }
        Path torn = folder.resolve("other.mv");
        byte[] bytes = Files.readAllBytes(torn);
        Files.write(torn, java.util.Arrays.copyOf(bytes, bytes.length - 3000));
        try (Journal journal = other("b")) {
            assertThat(journal.openCount()).isEqualTo(journal.open().size());
            journal.open()
                    .forEach(entry -> assertThat(
                                    journal.entry(entry.id()).orElseThrow().command())
                            .isNotEmpty());
        }
    }
}
