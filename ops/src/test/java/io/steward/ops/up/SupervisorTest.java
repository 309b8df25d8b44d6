package io.steward.ops.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real child processes. */
final class SupervisorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path root;

    private DataFolder folder;
    private Supervisor supervisor;

    @BeforeEach
    void begin() throws IOException {
        folder = new DataFolder(root.resolve("data"));
        folder.create();
        supervisor = new Supervisor();
        supervisor.start();
    }

    @AfterEach
    void end() throws IOException {
        supervisor.stop(Duration.ofSeconds(5));
    }

    @Test
    void a_part_that_is_killed_is_started_again() {
        long first = started("ship1", "sleep 300");
        ProcessHandle.of(first).orElseThrow().destroyForcibly();
        await().atMost(PATIENCE)
                .until(() -> pid("ship1").filter(pid -> pid != first).isPresent());
        assertThat(supervisor.part("ship1").starts()).isEqualTo(2);
    }

    @Test
    void a_part_that_keeps_dying_is_started_later_and_later() {
        supervisor.add(part("ship1", "echo failed; exit 1"));
        await().atMost(PATIENCE).until(() -> supervisor.part("ship1").starts() >= 3);
        assertThat(folder.logTail("ship1", 2)).isEqualTo("failed\nfailed");
        assertThat(supervisor.part("ship1").starts()).isLessThan(10);
    }

    @Test
    void a_part_is_kept_stopped_while_its_stop_file_is_there() throws IOException {
        long first = started("ship1", "trap '' TERM; sleep 300 & wait");
        DataFolder.writePrivate(folder.stopFile("ship1"), "kill\n");
        await().atMost(PATIENCE).until(() -> pid("ship1").isEmpty());
        assertThat(ProcessHandle.of(first).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
        Files.delete(folder.stopFile("ship1"));
        await().atMost(PATIENCE).until(() -> pid("ship1").isPresent());
    }

    @Test
    void leftovers_of_an_earlier_start_are_ended_and_strangers_are_not() throws Exception {
        Process ours = new ProcessBuilder("sh", "-c", "sleep 300; : " + folder.root()).start();
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            DataFolder.writePrivate(folder.pidFile("ship1"), ours.pid() + "\n");
            DataFolder.writePrivate(folder.pidFile("ship2"), stranger.pid() + "\n");
            Leftovers.end(folder);
            assertThat(ours.isAlive()).isFalse();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
            ours.descendants().forEach(ProcessHandle::destroyForcibly);
            ours.destroyForcibly();
        }
    }

    private long started(String name, String script) {
        supervisor.add(part(name, script));
        await().atMost(PATIENCE).until(() -> pid(name).isPresent());
        return pid(name).orElseThrow();
    }

    private Part part(String name, String script) {
        return new Part(name, PartCommand.program(List.of("sh", "-c", script)), folder);
    }

    private Optional<Long> pid(String name) {
        return folder.pid(name);
    }
}
