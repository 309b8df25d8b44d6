package io.steward.agent.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed with SIGKILL while four threads append; what it had acknowledged by then must be there. */
class CrashTest {
    private static final JournalLimits LIMITS = JournalLimits.DEFAULT;

    @TempDir
    Path folder;

    @RepeatedTest(3)
    void everything_that_was_acknowledged_survives_a_kill(RepetitionInfo round) throws Exception {
        Path file = folder.resolve("journal.mv");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Appender.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<Integer> acknowledged = new TreeSet<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            int killAt = 150 + 97 * round.getCurrentRepetition();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.endsWith(".")) { // a line that the kill cut off says nothing
                    acknowledged.add(Integer.parseInt(line.substring(0, line.length() - 1)));
                }
                if (acknowledged.size() == killAt) {
                    child.toHandle().destroyForcibly(); // the pipe stays readable
                }
            }
            assertThat(child.waitFor()).isNotZero();
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(killAt);
        }
        try (Journal journal = MvStoreJournal.open(file, LIMITS, () -> JournalContract.NINE, "other")) {
            for (int n : acknowledged) {
                assertThat(journal.entry(JournalContract.id(n)))
                        .as("command " + n)
                        .isPresent();
                assertThat(journal.entry(JournalContract.id(n)).orElseThrow().command())
                        .hasSize(2000);
            }
            assertThat(journal.owed(Lane.ACKS, -1, 100_000)).hasSize((int) journal.size());
        }
    }

    /** The child: appends until it is killed, and prints each number once it is acknowledged. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] args) throws InterruptedException {
            Journal journal = MvStoreJournal.open(Path.of(args[0]), LIMITS, () -> JournalContract.NINE, "first");
            for (int t = 0; t < 4; t++) {
                int first = t;
                new Thread(() -> append(journal, first)).start();
            }
            Thread.currentThread().join();
        }

        private static void append(Journal journal, int first) {
            for (int n = first; n < 50_000; n += 4) {
                Entry plain = JournalContract.entry(n);
                Entry big = Entry.delivered(
                        plain.id(), plain.subject(), new byte[2000], plain.stream(), n, plain.deliveredAt());
                journal.append(List.of(new Change.Delivered(big)));
                synchronized (System.out) {
                    System.out.println(n + ".");
                    System.out.flush();
                }
            }
        }
    }
}
