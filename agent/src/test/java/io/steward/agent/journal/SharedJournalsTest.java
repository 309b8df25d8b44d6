package io.steward.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedJournalsTest extends JournalContract {
    @TempDir
    Path folder;

    private SharedJournals shared;

    @Override
    Journal opened(JournalLimits limits) {
        shared = SharedJournals.open(folder.resolve("journals"), limits, () -> NINE);
        return shared.journal("ship1", "journal-1");
    }

    @AfterEach
    void close_the_file() {
        shared.close();
    }

    @Test
    void everything_of_each_node_is_there_again() {
        try (SharedJournals first = open("file")) {
            Journal ship1 = first.journal("ship1", "a");
            ship1.append(List.of(new Change.Delivered(entry(1)), new Change.Started(id(1), 1, "boot", NINE)));
            first.journal("ship2", "b").append(List.of(new Change.Delivered(entry(2))));
            ship1.told(Lane.ACKS, List.of(ship1.owed(Lane.ACKS, -1, 1).get(0).number()));
            ship1.append(List.of());
        }
        try (SharedJournals second = open("file")) {
            Journal ship1 = second.journal("ship1", "c");
            assertThat(ship1.id()).isEqualTo("a");
            assertThat(ship1.entry(id(1)).orElseThrow().status()).isEqualTo(Status.STARTED);
            assertThat(ship1.owed(Lane.ACKS, -1, 9)).hasSize(1);
            Journal ship2 = second.journal("ship2", "c");
            assertThat(ship2.id()).isEqualTo("b");
            assertThat(ship2.open()).extracting(Entry::id).containsExactly(id(2));
        }
    }

    @Test
    void a_block_that_was_cut_off_is_left_out_and_written_over() throws IOException {
        try (SharedJournals first = open("file")) {
            first.journal("ship1", "a").append(List.of(new Change.Delivered(entry(1))));
        }
        Path file = folder.resolve("file");
        long whole = Files.size(file);
        Files.write(file, new byte[] {0, 0, 1, 0, 7, 7}, StandardOpenOption.APPEND);
        try (SharedJournals second = open("file")) {
            assertThat(Files.size(file)).isEqualTo(whole);
            second.journal("ship2", "b").append(List.of(new Change.Delivered(entry(2))));
        }
        try (SharedJournals third = open("file")) {
            assertThat(third.journal("ship1", "c").size()).isEqualTo(1);
            assertThat(third.journal("ship2", "c").size()).isEqualTo(1);
        }
    }

    private SharedJournals open(String name) {
        return SharedJournals.open(folder.resolve(name), SMALL, () -> NINE);
    }
}
