package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Stop;
import io.steward.model.command.CommandId;
import io.steward.model.event.OutputChunk.Std;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellRecoveryTest {
    private static final Map<String, Object> STREAM = Map.of("argv", List.of("true"), "stream", true);

    @TempDir
    Path temp;

    private Bench bench;
    private Path go;

    @BeforeEach
    void aBench() {
        bench = new Bench(temp.resolve("work"));
        go = temp.resolve("go");
    }

    /** Starts the script under another JVM, waits for its first line, and kills that JVM. */
    private Bench killedInTheMiddle(String script, Duration timeout) throws Exception {
        Path idFile = temp.resolve("id");
        Process agent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShellAgent.class.getName(),
                        bench.folder.toString(),
                        script,
                        timeout.toString(),
                        idFile.toString())
                .inheritIO()
                .start();
        Path stdout = bench.folder.resolve("1/stdout");
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(stdout) && Files.size(stdout) > 0);
        agent.destroyForcibly().waitFor();
        return new Bench(bench.folder, CommandId.of(Files.readString(idFile)));
    }

    @Test
    void an_agent_that_was_killed_learns_the_true_end_of_work_that_goes_on() throws Exception {
        Bench later = killedInTheMiddle(
                "echo before; while [ ! -e " + go + " ]; do sleep 0.05; done; echo after; exit 7", Duration.ofHours(1));

        CompletableFuture<Outcome> outcome = recovering(later);
        await().until(() -> later.streamed(Std.STDOUT).contains("before")
                || !later.reported.isEmpty()
                || Files.exists(bench.folder.resolve("1/told")));
        assertThat(outcome).isNotDone();
        Files.createFile(go);

        assertThat(outcome.get(60, TimeUnit.SECONDS).exitCode()).contains(7);
        assertThat(outcome.join().output().stdout()).isEqualTo("before\nafter\n");
        assertThat(outcome.join().stopped()).isFalse();
        assertThat(later.streamed(Std.STDOUT)).endsWith("after\n");
    }

    @Test
    void an_agent_that_was_killed_learns_the_true_end_of_work_that_ended_without_it() throws Exception {
        Bench later = killedInTheMiddle(
                "echo before; while [ ! -e " + go + " ]; do sleep 0.05; done; exit 7", Duration.ofHours(1));
        Files.createFile(go);
        await().until(() -> Files.exists(bench.folder.resolve("1/exit")));

        Outcome outcome = later.recovered(STREAM);

        assertThat(outcome.exitCode()).contains(7);
        assertThat(outcome.output().stdout()).isEqualTo("before\n");
    }

    @Test
    void work_that_goes_on_can_still_be_stopped_after_a_restart() throws Exception {
        Bench later = killedInTheMiddle("echo $$; exec sleep 306", Duration.ofHours(1));

        CompletableFuture<Outcome> outcome = recovering(later);
        later.stop.request(Stop.Reason.CANCEL);

        assertThat(outcome.get(60, TimeUnit.SECONDS).stopped()).isTrue();
        assertThat(outcome.join().exitCode()).contains(128 + 15);
        assertThat(Bench.lives(Long.parseLong(outcome.join().output().stdout().strip())))
                .isFalse();
    }

    @Test
    void the_timeout_is_kept_while_no_agent_is_there() throws Exception {
        Bench later = killedInTheMiddle(
                "(setsid sh -c 'trap \"\" TERM; echo $$ >" + temp.resolve("stubborn")
                        + "; while :; do sleep 1; done' &); until [ -s " + temp.resolve("stubborn")
                        + " ]; do sleep 0.05; done; echo $$; exec sleep 307",
                Duration.ofSeconds(5));
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(bench.folder.resolve("1/exit")));

        Outcome outcome = later.recovered(STREAM);

        assertThat(outcome.stopped()).isTrue();
        assertThat(later.stop.requested()).contains(Stop.Reason.TIMEOUT);
        assertThat(outcome.exitCode()).contains(128 + 15);
        assertThat(Bench.lives(Long.parseLong(outcome.output().stdout().strip())))
                .isFalse();
        assertThat(Bench.lives(Long.parseLong(
                        Files.readString(temp.resolve("stubborn")).strip())))
                .isFalse();
    }

    @Test
    void the_piece_that_was_perhaps_told_is_told_again_as_it_was_and_nothing_twice_beyond_it() throws Exception {
        bench.run(Map.of("script", "echo one; sleep 0.3; echo two", "stream", true));
        List<Bench.Reported> before = List.copyOf(bench.reported);
        bench.reported.clear();

        bench.recovered(STREAM);

        Bench.Reported last = before.get(before.size() - 1);
        assertThat(bench.reported).hasSize(1);
        assertThat(bench.reported.get(0).messageId()).isEqualTo(last.messageId());
        assertThat(bench.reported.get(0).json()).isEqualTo(last.json());
    }

    @Test
    void what_was_never_prepared_never_ran() throws Exception {
        assertThat(bench.recover(STREAM)).isEqualTo(new Recovery.NeverRan());
    }

    @Test
    void whoever_gets_the_claim_decides_and_a_wrapper_that_comes_late_runs_nothing() throws Exception {
        RunFolder folder = RunFolder.create(bench.folder);
        folder.prepare(
                new Invocation(
                        List.of("touch", temp.resolve("ran").toString()),
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        Map.of(),
                        java.util.Optional.empty(),
                        Hidden.NONE,
                        false),
                bench.id,
                Map.of());

        assertThat(bench.recover(STREAM)).isEqualTo(new Recovery.NeverRan());
        wrapper(folder).waitFor();

        assertThat(temp.resolve("ran")).doesNotExist();
        assertThat(bench.recover(STREAM)).isEqualTo(new Recovery.NeverRan());
        assertThat(bench.argv("true").exitCode()).contains(0);
    }

    @Test
    void in_a_race_for_the_claim_either_it_runs_or_it_never_ran() throws Exception {
        for (int round = 0; round < 30; round++) {
            Bench racer = new Bench(temp.resolve("race" + round));
            Path effect = temp.resolve("effect" + round);
            RunFolder folder = RunFolder.create(racer.folder);
            folder.prepare(
                    Invocation.of(racer.work(Map.of("argv", List.of("touch", effect.toString())))
                            .command()
                            .args()),
                    racer.id,
                    Map.of());
            Process wrapper = wrapper(folder);
            for (int spin = 0; spin < round * 20_000; spin++) {
                Thread.onSpinWait();
            }
            Recovery recovery = racer.recover(Map.of("argv", List.of("true")));
            wrapper.waitFor();
            boolean ended = recovery instanceof Recovery.Ended;
            assertThat(Files.exists(effect)).isEqualTo(ended);
            assertThat(recovery).isInstanceOfAny(Recovery.Ended.class, Recovery.NeverRan.class);
        }
    }

    @Test
    void a_wrapper_that_was_killed_leaves_doubt_and_nothing_running() throws Exception {
        Bench later = killedInTheMiddle("echo $$; exec sleep 308", Duration.ofHours(1));
        long wrapper = RunFolder.last(bench.folder)
                .orElseThrow()
                .claimedBy()
                .orElseThrow()
                .pid();
        long command = Long.parseLong(
                Files.readString(bench.folder.resolve("1/stdout")).strip());
        ProcessHandle.of(wrapper).orElseThrow().destroyForcibly();

        assertThat(later.recover(STREAM))
                .isInstanceOfSatisfying(
                        Recovery.Unknown.class,
                        unknown -> assertThat(unknown.why()).contains("the wrapper was killed"));
        assertThat(Bench.lives(command)).isFalse();
    }

    @Test
    void a_wrapper_that_is_killed_under_a_living_agent_is_a_failure() throws Exception {
        CompletableFuture<Outcome> running = bench.start(Map.of("script", "echo here; exec sleep 309"));
        Path stdout = bench.folder.resolve("1/stdout");
        await().until(() -> Files.exists(stdout) && Files.size(stdout) > 0);
        long wrapper = RunFolder.last(bench.folder)
                .orElseThrow()
                .claimedBy()
                .orElseThrow()
                .pid();
        ProcessHandle.of(wrapper).orElseThrow().destroyForcibly();

        Outcome outcome = running.get(60, TimeUnit.SECONDS);

        assertThat(outcome.fault()).map(fault -> fault.code()).contains("no-exit-code");
        assertThat(outcome.output().stdout()).isEqualTo("here\n");
    }

    @Test
    void after_a_reboot_only_a_complete_exit_counts() throws Exception {
        bench.script("echo whole; exit 4");
        Path exit = bench.folder.resolve("1/exit");

        assertThat(bench.afterReboot().recovered(STREAM).exitCode()).contains(4);
        Files.writeString(exit, "4");
        assertThat(bench.recover(STREAM)).isInstanceOf(Recovery.Unknown.class);
        Files.delete(exit);
        assertThat(bench.recover(STREAM)).isInstanceOf(Recovery.Unknown.class);
        Files.delete(bench.folder.resolve("1/claim"));
        assertThat(bench.recover(STREAM)).isInstanceOf(Recovery.Unknown.class);
    }

    @Test
    void a_claim_of_a_process_number_that_was_used_again_is_not_waited_for() throws Exception {
        bench.script("exit 0");
        Files.delete(bench.folder.resolve("1/exit"));
        Files.writeString(
                bench.folder.resolve("1/claim"), ProcessHandle.current().pid() + " 1\n");

        assertThat(bench.recover(STREAM)).isInstanceOf(Recovery.Unknown.class);
    }

    private Process wrapper(RunFolder folder) throws Exception {
        return new ProcessBuilder(
                        "setsid",
                        "sh",
                        folder.file("wrapper.sh").toString(),
                        folder.file("").toString(),
                        "3600",
                        bench.id.value())
                .start();
    }

    private static CompletableFuture<Outcome> recovering(Bench later) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return later.recovered(STREAM);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
