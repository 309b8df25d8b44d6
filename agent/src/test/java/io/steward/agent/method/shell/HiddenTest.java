package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiddenTest {
    private static final String PASSWORD = "it's \"$HOME\" `id` \\ ümlaut ⚓\nsecond line\n\n";

    @TempDir
    Path temp;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(temp.resolve("work"));
    }

    @Test
    void a_sealed_variable_and_input_arrive_as_they_are_beside_plain_ones() throws Exception {
        Outcome outcome = bench.run(Map.of(
                "script",
                "printf '%s|%s|' \"$PASSWORD\" \"$plain\"; cat",
                "env",
                Map.of("PASSWORD", new Secret(PASSWORD), "plain", "seen"),
                "stdin",
                new Secret(PASSWORD + "from stdin\n")));

        assertThat(outcome.output().stdout()).isEqualTo(PASSWORD + "|seen|" + PASSWORD + "from stdin\n");
        assertThat(outcome.exitCode()).contains(0);
    }

    @Test
    void a_sealed_variable_leaves_a_plain_input_and_the_exit_code_alone() throws Exception {
        Outcome outcome = bench.run(Map.of(
                "script", "cat; exit ${#CODE}", "stdin", "plain input", "env", Map.of("CODE", new Secret("sevens."))));

        assertThat(outcome.output().stdout()).isEqualTo("plain input");
        assertThat(outcome.exitCode()).contains(7);
    }

    @Test
    void a_sealed_input_may_be_long_and_need_not_be_read() throws Exception {
        String longText = "'0123456789\n".repeat(40_000);

        assertThat(bench.run(Map.of("argv", List.of("wc", "-c"), "stdin", new Secret(longText)))
                        .output()
                        .stdout()
                        .strip())
                .isEqualTo("480000");
        Outcome unread =
                new Bench(temp.resolve("unread")).run(Map.of("script", "exit 3", "stdin", new Secret(longText)));
        assertThat(unread.exitCode()).contains(3);
        assertThat(unread.output().stderr()).isEmpty();
    }

    @Test
    void neither_a_file_nor_a_command_line_holds_it_while_it_runs_or_after() throws Exception {
        Path go = temp.resolve("go");
        String needle = "needle-" + bench.id;
        Map<String, Object> args = Map.of(
                "script",
                "cat >/dev/null; echo ${#KEY}; while [ ! -e " + go + " ]; do sleep 0.05; done",
                "env",
                Map.of("KEY", new Secret(needle)),
                "stdin",
                new Secret(needle));

        CompletableFuture<Outcome> outcome = bench.start(args);
        Path stdout = bench.folder.resolve("1/stdout");
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(stdout) && Files.size(stdout) > 0);

        assertThat(filesWith(needle)).isEmpty();
        assertThat(commandLinesWith(needle)).isEmpty();
        // The search finds what is there.
        assertThat(filesWith(bench.id.value())).isNotEmpty();
        assertThat(commandLinesWith(bench.id.value())).isNotEmpty();
        Files.createFile(go);
        assertThat(outcome.get(60, TimeUnit.SECONDS).exitCode()).contains(0);
        assertThat(filesWith(needle)).isEmpty();
    }

    @Test
    void where_others_would_see_it_a_sealed_value_is_refused_without_being_shown() {
        Secret secret = new Secret("tell-nobody");
        for (Map<String, Object> args : List.<Map<String, Object>>of(
                Map.of("argv", List.of("echo", secret)),
                Map.of("argv", secret),
                Map.of("script", secret),
                Map.of("script", "true", "interpreter", secret),
                Map.of("script", "true", "cwd", secret),
                Map.of("script", "true", "stream", secret),
                Map.of("script", "true", "env", secret),
                Map.of("script", "true", "misspelt", secret))) {
            assertThatThrownBy(() -> bench.run(args))
                    .as(args.toString())
                    .isInstanceOf(BadArgs.class)
                    .hasMessageContaining("is not allowed: use sealed values in env and stdin alone")
                    .hasMessageNotContaining("tell-nobody");
        }
        assertThatThrownBy(() -> bench.run(Map.of("script", "true", "env", Map.of("A", Map.of("b", secret)))))
                .hasMessage("args.env.A \"{b=•••• (sealed)}\" is not allowed: use a string");
        assertThatThrownBy(() -> bench.run(Map.of("script", "true", "env", Map.of("UID", secret))))
                .hasMessageContaining("args.env \"UID\" is not allowed");
        assertThatThrownBy(() -> bench.run(Map.of("script", "true", "stdin", new Secret("a\0b"))))
                .hasMessage("args.stdin \"•••• (sealed)\" is not allowed: use text without NUL");
    }

    @Test
    void an_executable_gets_its_arguments_open_but_from_no_file() throws Exception {
        Path file = Files.writeString(temp.resolve("print"), "#!/bin/sh\ncat\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        Map<String, Object> args = Map.of("printer", "lp0", "pins", List.of(new Secret("needle \"1\"")));

        Outcome outcome = new ExecutableMethod("print", file).open(null).run(bench.work(args));

        assertThat(outcome.output().stdout()).contains("\"pins\":[\"needle \\\"1\\\"\"]", "\"printer\":\"lp0\"");
        assertThat(filesWith("needle")).containsExactly(bench.folder.resolve("1/stdout"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void when_the_agent_dies_over_the_pipe_the_work_never_ran_and_is_run_anew(String shell) throws Exception {
        Path effect = temp.resolve("effect");
        Map<String, Object> args = Map.of(
                "argv", List.of("sh", "-c", "cat >" + effect), "stdin", new Secret("whole\n"), "env", Map.of("A", "b"));
        for (int sent : new int[] {0, 10, 25}) {
            Bench killed = new Bench(temp.resolve(shell + sent));
            RunFolder folder = RunFolder.create(killed.folder);
            Invocation invocation = Invocation.of(killed.work(args).command().args());
            folder.prepare(invocation, killed.id, Map.of());
            byte[] half = Arrays.copyOf(RunFolder.sealedText(invocation.hidden(), killed.id), sent);

            handed(shell, folder, killed, half);

            assertThat(effect).doesNotExist();
            assertThat(killed.recover(args)).isEqualTo(new Recovery.NeverRan());
        }
        assertThat(bench.run(args).exitCode()).contains(0);
        assertThat(effect).hasContent("whole\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash"})
    void what_was_handed_over_whole_needs_the_agent_no_more(String shell) throws Exception {
        Map<String, Object> args = Map.of(
                "script",
                "printf %s \"$A\"; cat; exit 5",
                "stdin",
                new Secret(PASSWORD),
                "env",
                Map.of("A", new Secret(PASSWORD)));
        RunFolder folder = RunFolder.create(bench.folder);
        Invocation invocation = Invocation.of(bench.work(args).command().args());
        folder.prepare(invocation, bench.id, Map.of());

        handed(shell, folder, bench, RunFolder.sealedText(invocation.hidden(), bench.id));

        Outcome told = bench.recovered(args);
        assertThat(told.exitCode()).contains(5);
        assertThat(told.output().stdout()).isEqualTo(PASSWORD + PASSWORD);
    }

    private static void handed(String shell, RunFolder folder, Bench of, byte[] text) throws Exception {
        Path absolute = folder.file("").toAbsolutePath();
        Process wrapper = new ProcessBuilder(
                        "setsid",
                        shell,
                        absolute.resolve("wrapper.sh").toString(),
                        absolute.toString(),
                        "60",
                        of.id.value())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream pipe = wrapper.getOutputStream()) {
            pipe.write(text);
        }
        assertThat(wrapper.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private List<Path> filesWith(String needle) throws IOException {
        try (Stream<Path> files = Files.walk(temp)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> text(file).contains(needle))
                    .toList();
        }
    }

    private static List<Path> commandLinesWith(String needle) throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> text(process.resolve("cmdline")).contains(needle))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return ""; // gone meanwhile
        }
    }
}
