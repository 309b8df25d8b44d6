package io.steward.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A commit is cut off in the middle of its first write, after any number of commits, in a file whose room is used again. */
class TornWriteTest {
    private static final int BLOCK = 4096;
    private static final int HEADER = 2 * BLOCK;
    private static final int COMMITS = 250;

    @TempDir
    Path folder;

    @Test
    void a_commit_that_is_cut_off_takes_nothing_with_it_that_was_there_before() throws IOException {
        Path file = folder.resolve("journal.mv");
        List<String> forgotten = new ArrayList<>();
        int torn = 0;
        try (MvStoreJournal journal =
                MvStoreJournal.open(file, JournalLimits.DEFAULT, () -> JournalContract.NINE, "first", 0)) {
            byte[] before = Files.readAllBytes(file);
            for (int n = 1; n <= COMMITS; n++) {
                journal.append(List.of(new Change.Delivered(JournalContract.entry(n))));
                byte[] after = Files.readAllBytes(file);
                if (tear(before, after)) {
                    torn++;
                    Files.write(folder.resolve("torn.mv"), before);
                    if (!knows(folder.resolve("torn.mv"), n - 1)) {
                        forgotten.add("command " + (n - 1) + " after " + (n - 1) + " commits");
                    }
                }
                tellAll(journal);
                before = Files.readAllBytes(file);
            }
        }
        assertThat(torn).as("commits that wrote over old room").isGreaterThan(COMMITS / 2);
        assertThat(forgotten).isEmpty();
    }

    /** Returns when that is on disk, too: between two looks at the file there is one commit. */
    private static void tellAll(Journal journal) {
        List<Long> told =
                journal.owed(Lane.ACKS, -1, 100).stream().map(Owed::number).toList();
        if (told.size() > 20) {
            journal.told(Lane.ACKS, told);
            journal.append(List.of());
        }
    }

    /** Puts the first half of what the next commit wrote into the image; false if it wrote behind the end. */
    private static boolean tear(byte[] image, byte[] next) {
        List<Integer> blocks = new ArrayList<>();
        for (int at = HEADER; at + BLOCK <= Math.min(image.length, next.length); at += BLOCK) {
            if (!Arrays.equals(image, at, at + BLOCK, next, at, at + BLOCK)) {
                blocks.add(at);
            }
        }
        for (int at : blocks.subList(0, (blocks.size() + 1) / 2)) {
            System.arraycopy(next, at, image, at, blocks.size() == 1 ? BLOCK / 2 : BLOCK);
        }
        return !blocks.isEmpty();
    }

    /** Looks without touching the file: an ordinary close would write to it. */
    private static boolean knows(Path file, int n) {
        try (MVStore store =
                new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
            MVMap<String, byte[]> entries = store.openMap(
                    "entries",
                    new MVMap.Builder<String, byte[]>()
                            .keyType(StringDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
            return n == 0 || entries.containsKey(JournalContract.id(n).value());
        }
    }
}
