package io.steward.agent.method.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Stop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellStopTest {
    @TempDir
    Path temp;

    private Bench bench;

    @BeforeEach
    void aBench() {
        bench = new Bench(temp.resolve("work"));
    }

    @Test
    void at_the_timeout_everything_ends_also_what_has_a_session_of_its_own() throws Exception {
        // A plain child; one in another session; one that also lost its parent; one that also refuses to go.
        String script = """
                cd %s
                sleep 301 & echo $! >child
                setsid sh -c 'echo $$ >session; exec sleep 302' &
                (setsid sh -c 'echo $$ >orphan; exec sleep 303' &)
                (setsid sh -c 'trap "" TERM; echo $$ >stubborn; while :; do sleep 1; done' &)
                while [ ! -s session ] || [ ! -s orphan ] || [ ! -s stubborn ]; do sleep 0.05; done
                echo before the end
                touch ready
                sleep 304
                """.formatted(temp);
        CompletableFuture<Outcome> running = bench.start(Map.of("script", script));
        await().until(() -> Files.exists(temp.resolve("ready")));

        bench.stop.request(Stop.Reason.TIMEOUT);
        Outcome outcome = running.get(60, TimeUnit.SECONDS);

        assertThat(outcome.stopped()).isTrue();
        assertThat(outcome.fault()).isEmpty();
        assertThat(outcome.output().stdout()).isEqualTo("before the end\n");
        assertThat(outcome.exitCode()).contains(128 + 15);
        for (String name : List.of("child", "session", "orphan", "stubborn")) {
            assertThat(Bench.lives(pid(name))).as(name).isFalse();
        }
    }

    @Test
    void what_cleans_up_when_asked_may_say_how_it_ended() throws Exception {
        CompletableFuture<Outcome> running = bench.start(Map.of(
                "script",
                "trap 'echo cleaned; exit 0' TERM; touch " + temp.resolve("ready") + "; while :; do sleep 0.1; done"));
        await().until(() -> Files.exists(temp.resolve("ready")));

        bench.stop.request(Stop.Reason.CANCEL);
        Outcome outcome = running.get(60, TimeUnit.SECONDS);

        assertThat(outcome.stopped()).isTrue();
        assertThat(outcome.exitCode()).contains(0);
        assertThat(outcome.output().stdout()).isEqualTo("cleaned\n");
    }

    @Test
    void what_is_frozen_ends_too() throws Exception {
        CompletableFuture<Outcome> running =
                bench.start(Map.of("script", "touch " + temp.resolve("ready") + "; kill -STOP $$"));
        await().until(() -> Files.exists(temp.resolve("ready")));

        bench.stop.request(Stop.Reason.TIMEOUT);

        assertThat(running.get(60, TimeUnit.SECONDS).stopped()).isTrue();
    }

    @Test
    void a_stop_that_comes_before_the_start_leaves_nothing_running() throws Exception {
        bench.stop.request(Stop.Reason.CANCEL);

        Outcome outcome = bench.script("echo $$; exec sleep 305");

        assertThat(outcome.stopped()).isTrue();
        Leader leader = RunFolder.last(bench.folder).orElseThrow().claimedBy().orElseThrow();
        assertThat(new ProcessTree(leader, bench.id).members()).isEmpty();
    }

    @Test
    void a_stop_that_comes_after_the_end_changes_nothing() throws Exception {
        Outcome outcome = bench.argv("true");

        bench.stop.request(Stop.Reason.CANCEL);

        assertThat(outcome.stopped()).isFalse();
        assertThat(bench.recovered(Map.of("argv", List.of("true"))).stopped()).isFalse();
    }

    private long pid(String file) throws Exception {
        return Long.parseLong(Files.readString(temp.resolve(file)).strip());
    }
}
