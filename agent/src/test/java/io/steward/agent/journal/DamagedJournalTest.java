package io.steward.agent.journal;

import io.steward.model.command.Status;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal's file with bytes in it that nobody wrote: it opens and tells what it knows, or it says that it is broken. */
class DamagedJournalTest {
    @TempDir
    Path folder;

    @Test
    void a_damaged_file_opens_or_is_refused_as_broken() throws Exception {
        byte[] whole = whole();
        Path file = folder.resolve("damaged.mv");
        FuzzTarget.of("journal file", Grammar.TEXT, "damage")
                .refusing(JournalBroken.class)
                .inputs(200)
                .memory(256L << 20, 0)
                .check(input -> {
                    Files.write(file, damaged(whole, new SplittableRandom(Arrays.hashCode(input))));
                    readAll(file);
                });
    }

    @Test
    void a_file_that_is_none_is_refused_as_broken() {
        Path file = folder.resolve("none.mv");
        FuzzTarget.of(
                        "no journal file",
                        Grammar.TEXT,
                        "H:2,block:2,blockSize:1000,chunk:1,clean:1,format:3,version:1,fletcher:0\n")
                .refusing(JournalBroken.class)
                .inputs(100)
                .memory(256L << 20, 0)
                .check(input -> {
                    Files.write(file, input);
                    readAll(file);
                });
    }

    /** What an agent does at its start. */
    private static void readAll(Path file) {
        try (MvStoreJournal journal =
                MvStoreJournal.open(file, JournalLimits.DEFAULT, () -> JournalContract.NINE, "fresh")) {
            journal.open().forEach(entry -> journal.entry(entry.id()));
            journal.reception();
            for (Lane lane : Lane.values()) {
                journal.owed(lane, -1, 1_000);
            }
        }
    }

    private byte[] whole() throws Exception {
        Path file = folder.resolve("whole.mv");
        try (MvStoreJournal journal =
                MvStoreJournal.open(file, JournalLimits.DEFAULT, () -> JournalContract.NINE, "whole")) {
            for (int n = 1; n <= 60; n++) {
                journal.append(List.of(new Change.Delivered(JournalContract.entry(n))));
                if (n % 3 == 0) {
                    journal.append(List.of(
                            new Change.Started(JournalContract.id(n), 1, "boot", JournalContract.NINE),
                            new Change.Ended(JournalContract.ack(n, Status.SUCCEEDED))));
                }
                journal.report(new Outgoing(
                        Subject.parse("ship1.event.record.log"),
                        "event-" + n,
                        "{\"v\":1}".getBytes(StandardCharsets.UTF_8),
                        false));
            }
            journal.append(List.of());
        }
        return Files.readAllBytes(file);
    }

    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] file = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int i = random.nextInt(8); i >= 0 && file.length > 0; i--) {
            int from = random.nextInt(random.nextBoolean() ? file.length : Math.min(file.length, 8_192));
            int to = Math.min(
                    file.length,
                    from + Optional.of(random.nextInt(12)).filter(n -> n < 9).orElse(4_096));
            for (int at = from; at < to; at++) {
                file[at] = random.nextInt(3) == 0 ? 0 : (byte) random.nextInt();
            }
        }
        return file;
    }
}
