package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.agent.method.Outcome;
import io.steward.model.command.Output;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellCommandTest {
    @TempDir
    Path temp;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(temp.resolve("work"));
    }

    @Test
    void what_ends_with_0_has_succeeded() throws Exception {
        Outcome outcome = bench.argv("echo", "hello");

        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.output()).isEqualTo(new Output("hello\n", "", 6, 0, false));
        assertThat(outcome.stopped()).isFalse();
    }

    @Test
    void any_other_exit_code_is_told_as_it_is() throws Exception {
        Outcome outcome = bench.script("echo out; echo err >&2; exit 3");

        assertThat(outcome.exitCode()).contains(3);
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.output()).isEqualTo(new Output("out\n", "err\n", 4, 4, false));
    }

    @Test
    void arguments_arrive_as_they_were_sent() throws Exception {
        List<String> hard = List.of(
                "",
                "a b",
                "two\nlines\n",
                "it's",
                "\"quoted\"",
                "$HOME `id` \\ * ~ ;&|<>#!",
                "-n",
                "'",
                "äß€😀\u0081",
                "\t");
        List<String> argv = new ArrayList<>(List.of("printf", "%s\\0"));
        argv.addAll(hard);

        Outcome outcome = bench.argv(argv.toArray(String[]::new));

        assertThat(Arrays.asList(outcome.output().stdout().split("\0", -1)))
                .startsWith(hard.toArray(String[]::new))
                .hasSize(hard.size() + 1);
    }

    @Test
    void an_argument_of_100_KiB_and_a_million_bytes_of_them_arrive() throws Exception {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", "echo $# ${#1}", "sh"));
        for (int i = 0; i < 10; i++) {
            argv.add("x".repeat(100 * 1024));
        }

        assertThat(bench.argv(argv.toArray(String[]::new)).output().stdout()).isEqualTo("10 102400\n");
    }

    @Test
    void stdin_is_passed_on_and_ends() throws Exception {
        String input = "äöü\n'quoted'\n" + "x".repeat(300_000);

        Outcome outcome = bench.run(Map.of("argv", List.of("sha256sum"), "stdin", input));

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(input.getBytes(StandardCharsets.UTF_8));
        assertThat(outcome.output().stdout()).startsWith(HexFormat.of().formatHex(digest));
    }

    @Test
    void without_stdin_there_is_nothing_to_read() throws Exception {
        assertThat(bench.argv("cat").output().stdoutBytes()).isZero();
    }

    @Test
    void a_script_runs_under_its_interpreter_and_may_read_stdin() throws Exception {
        Outcome plain = bench.run(Map.of("script", "read a; echo \"got $a\"", "stdin", "word\n"));
        Outcome awk =
                bench.run(Map.of("script", "{ print $2 }", "interpreter", List.of("awk", "-f"), "stdin", "one two\n"));

        assertThat(plain.output().stdout()).isEqualTo("got word\n");
        assertThat(awk.output().stdout()).isEqualTo("two\n");
    }

    @Test
    void the_environment_is_added_to_the_agents_without_the_agents_own_settings() throws Exception {
        Outcome outcome = bench.run(Map.of(
                "argv",
                List.of("env"),
                "env",
                Map.of("GREETING", "it's\n\"me\"", "COUNT", 7, "LC_ALL", "C", "PS1", "$ ")));

        assertThat(outcome.output().stdout())
                .contains("GREETING=it's\n\"me\"\n", "COUNT=7\n", "LC_ALL=C\n", "PATH=" + System.getenv("PATH") + "\n")
                .contains("STEWARD_COMMAND_ID=" + bench.id + "\n")
                .doesNotContain("STEWARD_ROOT", "folder=", "seconds=");
    }

    @Test
    void it_runs_where_it_is_told() throws Exception {
        Path there = Files.createDirectory(temp.resolve("a place's name"));

        Outcome outcome = bench.run(Map.of("argv", List.of("pwd"), "cwd", there.toString()));

        assertThat(outcome.output().stdout()).isEqualTo(there.toRealPath() + "\n");
    }

    @Test
    void a_folder_that_is_not_there_is_named() throws Exception {
        Outcome outcome = bench.run(Map.of("argv", List.of("pwd"), "cwd", "/no/such/folder"));

        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.fault()).hasValueSatisfying(fault -> {
            assertThat(fault.code()).isEqualTo("no-directory");
            assertThat(fault.message()).isEqualTo("args.cwd \"/no/such/folder\" is not a directory");
        });
    }

    @Test
    void a_program_that_is_not_there_is_named() throws Exception {
        Outcome outcome = bench.argv("no-such-program", "x");
        Outcome byPath = bench.argv("/no/such/program");

        assertThat(outcome.exitCode()).contains(127);
        assertThat(outcome.fault()).map(fault -> fault.code()).contains("not-found");
        assertThat(outcome.fault().orElseThrow().message()).contains("\"no-such-program\"");
        assertThat(byPath.fault().orElseThrow().message()).contains("\"/no/such/program\"");
    }

    @Test
    void a_file_that_may_not_be_executed_is_named() throws Exception {
        Path file = Files.writeString(temp.resolve("plain"), "echo no\n");

        Outcome outcome = bench.argv(file.toString());

        assertThat(outcome.exitCode()).contains(126);
        assertThat(outcome.fault()).map(fault -> fault.code()).contains("not-executable");
    }

    @Test
    void a_program_that_ends_with_127_by_itself_is_no_fault() throws Exception {
        Outcome outcome = bench.script("exit 127");

        assertThat(outcome.exitCode()).contains(127);
        assertThat(outcome.fault()).isEmpty();
    }

    @Test
    void a_program_ended_by_a_signal_tells_which() throws Exception {
        assertThat(bench.script("kill -KILL $$").exitCode()).contains(128 + 9);
        assertThat(bench.script("kill -TERM $$").exitCode()).contains(128 + 15);
        assertThat(bench.script("kill -ALRM $$").exitCode()).contains(128 + 14);
    }

    @Test
    void a_signal_for_the_whole_process_group_doesnt_lose_the_exit_code() throws Exception {
        Outcome outcome = bench.script("trap 'exit 5' TERM; kill -TERM 0; exit 6");

        assertThat(outcome.exitCode()).contains(5);
    }

    @Test
    void background_children_that_hold_the_output_dont_delay_the_end() throws Exception {
        Outcome outcome = bench.script("sleep 300 & echo $!");

        long child = Long.parseLong(outcome.output().stdout().strip());
        assertThat(Bench.lives(child)).isTrue();
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    void what_was_typed_in_is_readable_by_nobody_else() throws Exception {
        bench.run(Map.of("script", "exit 0", "stdin", "secret", "env", Map.of("TOKEN", "secret")));

        Path run = temp.resolve("work/1");
        assertThat(Files.getPosixFilePermissions(run)).isEqualTo(permissions("rwx------"));
        for (String name : List.of("command", "stdin", "script")) {
            assertThat(Files.getPosixFilePermissions(run.resolve(name))).isEqualTo(permissions("rw-------"));
        }
    }

    private static Set<PosixFilePermission> permissions(String text) {
        return PosixFilePermissions.fromString(text);
    }

    @Test
    void no_process_but_the_commands_own_shows_its_arguments_and_none_its_input_or_environment() throws Exception {
        String marker = "written-" + System.nanoTime(); // other programs of this machine may have loops, too
        Outcome outcome = bench.run(Map.of(
                "script",
                ": " + marker + "; for p in /proc/[0-9]*; do tr '\\0' ' ' <$p/cmdline; echo; done 2>/dev/null; exit 0",
                "stdin",
                "very-secret-input",
                "env",
                Map.of("TOKEN", "very-secret-token")));

        assertThat(outcome.output().stdout())
                .contains("wrapper.sh")
                .doesNotContain("very-secret-input", "very-secret-token", marker);
    }

    @Test
    void nothing_is_left_behind_but_files() throws Exception {
        bench.timeout(Duration.ofDays(1)).script("exit 0");

        Leader leader = RunFolder.last(bench.folder).orElseThrow().claimedBy().orElseThrow();
        await().untilAsserted(() ->
                assertThat(new ProcessTree(leader, bench.id).members()).isEmpty());
        assertThat(leader.alive().getAsBoolean()).isFalse();
    }
}
