package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.ops.cli.VirtualScreen;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person sees who sits at a terminal, and what a program reads from a pipe. */
@ExtendWith(FleetExtension.class)
final class TerminalStory {
    private static final int WIDTH = 100;
    private static final int HEIGHT = 24;

    private static final List<Process> FOLLOWERS = new CopyOnWriteArrayList<>();

    private static RunningFleet fleet;

    @BeforeAll
    static void take(RunningFleet running) {
        fleet = running;
    }

    @AfterAll
    static void stopFollowing() {
        FOLLOWERS.forEach(Process::destroy);
    }

    /** A shell line that runs on a pseudo-terminal, and what it has written there so far. */
    private static final class Sitting implements AutoCloseable {
        private final Path written;
        private final Process process;

        Sitting(String line) throws IOException {
            written = Files.createTempFile(fleet.home(), "terminal", ".out");
            ProcessBuilder builder = fleet.prepared(
                    List.of("script", "-qfec", "stty rows " + HEIGHT + " cols " + WIDTH + "; " + line, "/dev/null"));
            builder.environment().put("TERM", "xterm");
            builder.environment().remove("NO_COLOR");
            process = builder.redirectErrorStream(true)
                    .redirectOutput(written.toFile())
                    .start();
        }

        VirtualScreen screen() {
            return new VirtualScreen(WIDTH, HEIGHT).write(text());
        }

        String text() {
            try {
                return new String(Files.readAllBytes(written), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void awaitLine(String pattern) {
            await(pattern)
                    .atMost(RunningFleet.PATIENCE)
                    .until(() -> screen().lines().stream().anyMatch(line -> line.matches(pattern)));
        }

        void press(String keys) throws IOException {
            OutputStream keyboard = process.getOutputStream();
            keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
        }

        void awaitEnd() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(text()).isTrue();
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }

    @Test
    void a_live_view_shows_a_change_in_place_and_gives_the_screen_back() throws Exception {
        try (Sitting sitting = new Sitting("echo before; \"$STEWARD\" commands --follow --node ship2; echo after $?")) {
            sitting.awaitLine("commands of ship2 .*● live .*");
            String id = fleet.send("ship2", "exit 7");
            sitting.awaitLine("FAILED +ship2 +sh -c 'exit 7' +7 .*");
            assertThat(sitting.screen().onSecond()).isTrue();
            assertThat(sitting.screen().lines().get(HEIGHT - 1))
                    .contains("went wrong")
                    .endsWith("q quits");
            assertThat(fleet.ended(id)).containsEntry("status", "FAILED");

            sitting.press("q");
            sitting.awaitEnd();
            assertThat(sitting.screen().onSecond()).isFalse();
            assertThat(sitting.screen().paper()).containsExactly("before", "after 0");
            assertThat(sitting.text()).contains("\033[?25h");
        }
    }

    @Test
    void a_live_view_says_when_the_controller_is_away_and_goes_on_when_it_is_back() throws Exception {
        try (Sitting sitting = new Sitting("\"$STEWARD\" nodes --follow; echo after $?")) {
            sitting.awaitLine("nodes .*● live .*");
            sitting.awaitLine("ship1 +online .*");
            fleet.kill("controller");
            await("reconnecting")
                    .atMost(RunningFleet.PATIENCE)
                    .until(() -> sitting.text().contains("○ reconnecting"));
            sitting.awaitLine("ship1 +(online|away).*");
            sitting.awaitLine("nodes .*● live .*");
            fleet.awaitReady();

            sitting.press("\003");
            sitting.awaitEnd();
            assertThat(sitting.screen().paper()).containsExactly("after 0");
        }
    }

    @Test
    void a_run_on_a_terminal_shows_progress_that_leaves_no_trace() throws Exception {
        Path seen = fleet.home().resolve("progress-was-seen");
        String work = "echo line 1; until [ -e \"" + seen + "\" ]; do sleep 0.1; done; echo line 2; echo line 3";
        try (Sitting sitting = new Sitting("\"$STEWARD\" run --on ship1,ship3 -- sh -c '" + work + "'")) {
            await("progress")
                    .atMost(RunningFleet.PATIENCE)
                    .until(() -> sitting.text().contains("2 running")
                            && sitting.text().contains("0 done"));
            Files.createFile(seen);
            sitting.awaitEnd();
            assertThat(sitting.screen().everOnSecond()).isFalse();
            assertThat(sitting.screen().paper())
                    .hasSize(7)
                    .contains("ship1 | line 1", "ship3 | line 3")
                    .endsWith("2 nodes: 2 succeeded, 0 failed, 0 waiting")
                    .noneMatch(line -> line.contains("running"));
        }
    }

    @Test
    void a_pipe_gets_one_line_for_every_change_and_no_colours() throws Exception {
        Path seen = follow("commands --follow --node ship3");
        String id = fleet.send("ship3", "true");
        await().atMost(RunningFleet.PATIENCE).until(() -> of(seen, id).size() == 4);
        assertThat(of(seen, id))
                .allMatch(line -> line.matches("[0-9:]{8}  " + id + "  ship3  [A-Z]+"))
                .extracting(line -> line.replaceFirst(".* ", ""))
                .containsExactly("QUEUED", "DELIVERED", "STARTED", "SUCCEEDED");
    }

    @Test
    void a_program_gets_one_json_object_a_line() throws Exception {
        Path seen = follow("commands --follow --node ship3 -o json");
        String id = fleet.send("ship3", "true");
        await().atMost(RunningFleet.PATIENCE).until(() -> of(seen, id).size() == 4);
        assertThat(of(seen, id).stream().map(RunningFleet::object))
                .allMatch(change -> id.equals(change.get("command_id")))
                .last()
                .satisfies(change -> assertThat(change).containsEntry("status", "SUCCEEDED"));
    }

    @Test
    void names_of_nodes_and_ids_of_commands_are_completed() throws Exception {
        String id = fleet.send("ship1", "true");
        fleet.ended(id);
        assertThat(completed("steward node sh")).containsExactly("ship1", "ship2", "ship3");
        assertThat(completed("steward run --on ship1,ship")).contains("ship1,ship2");
        assertThat(completed("steward command " + id.substring(0, 20))).contains(id);
        assertThat(completed("steward no")).containsExactlyInAnyOrder("node", "nodes");
    }

    /** Follows into a file; the first change that is seen there shows that it listens. */
    private static Path follow(String words) throws IOException {
        Path seen = Files.createTempFile(fleet.home(), "followed", ".out");
        Process process = fleet.prepared(List.of("bash", "-c", "exec \"$STEWARD\" " + words))
                .redirectOutput(seen.toFile())
                .start();
        FOLLOWERS.add(process);
        await("the follower listens")
                .atMost(RunningFleet.PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    fleet.send("ship3", "true");
                    return Files.size(seen) > 0;
                });
        return seen;
    }

    private static List<String> of(Path seen, String id) throws IOException {
        try (Stream<String> lines = Files.lines(seen)) {
            return lines.filter(line -> line.contains(id)).toList();
        }
    }

    /** What a person is offered who presses the tabulator at the end of this line. */
    private static List<String> completed(String line) throws Exception {
        String script = """
                compopt() { :; }
                source <("$STEWARD" completion)
                read -ra COMP_WORDS <<<"$1"
                COMP_WORDS[0]=$STEWARD
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _steward
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        Process process = fleet.prepared(List.of("bash", "-c", script, "bash", line))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String offered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return offered.lines().toList();
    }
}
