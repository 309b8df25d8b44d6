package io.steward.ops.chaos.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.ops.scratch.Member;
import io.steward.ops.scratch.NotStarted;
import io.steward.ops.scratch.Start;
import io.steward.ops.up.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
    @TempDir
    Path folder;

    private Member member(String name, String script) throws Exception {
        for (String needed : List.of("log", "run")) {
            Files.createDirectories(folder.resolve(needed));
        }
        return new Member(name, List.of("/bin/sh", "-c", script), new DataFolder(folder));
    }

    @Test
    void a_part_that_ends_at_the_start_is_named_with_its_last_words() throws Exception {
        Member controller = member("controller", "echo first; echo 'the port is taken'; exit 7");
        controller.want();

        assertThatThrownBy(() -> new Start(Duration.ofMinutes(5)).await(controller, () -> tended(controller), "x"))
                .isInstanceOf(NotStarted.class)
                .hasMessage("controller ended with 7 at the start; the last lines of its log:\n"
                        + "    first\n    the port is taken");
    }

    @Test
    void a_part_that_lives_and_is_not_heard_of_is_named_when_the_patience_ends() throws Exception {
        Member ship1 = member("ship1", "echo waiting; exec sleep 600");
        ship1.want();
        try {
            assertThatThrownBy(() ->
                            new Start(Duration.ofSeconds(1)).await(ship1, () -> tended(ship1), "was not heard of"))
                    .isInstanceOf(NotStarted.class)
                    .hasMessageStartingWith("ship1 was not heard of within 1 s; the last lines of its log:");
        } finally {
            ship1.end(Duration.ofSeconds(5));
        }
    }

    @Test
    void a_part_that_is_up_is_not_waited_for() throws Exception {
        Member ship1 = member("ship1", "exec sleep 600");
        ship1.want();
        try {
            new Start(Duration.ZERO).await(ship1, () -> true, "was not heard of");
            assertThat(ship1.lastExit()).isEmpty();
        } finally {
            ship1.end(Duration.ofSeconds(5));
        }
    }

    private static boolean tended(Member member) {
        try {
            member.tend();
            return false;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
