package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The walk of the README. */
@ExtendWith(FleetExtension.class)
final class FleetWalkStory {
    private final RunningFleet fleet;

    FleetWalkStory(RunningFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void a_command_for_all_runs_on_every_node_and_shows_its_output() {
        Answer answer = fleet.steward("run", "--all", "--", "uname", "-a");
        assertThat(answer.exit()).as(answer.err()).isZero();
        assertThat(answer.lines())
                .anyMatch(line -> line.startsWith("ship1 | Linux"))
                .anyMatch(line -> line.startsWith("ship2 | Linux"))
                .anyMatch(line -> line.startsWith("ship3 | Linux"))
                .hasSize(4);
        assertThat(answer.last()).isEqualTo("3 nodes: 3 succeeded, 0 failed, 0 waiting");
    }

    @Test
    void a_node_that_was_away_catches_up_in_order_and_once() throws Exception {
        Path effects = fleet.home().resolve("numbers");
        assertThat(fleet.steward("stop", "ship2", "--kill").exit()).isZero();
        fleet.awaitOnline("ship2", false);
        List<String> ids = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            ids.add(fleet.send("ship2", "echo " + i + " >> '" + effects + "'"));
        }

        Answer told = fleet.steward("run", "--on", "ship1,ship2", "--", "true");
        assertThat(told.exit()).isZero();
        assertThat(told.err()).contains("ship2 | is away").contains("queued, it will run when it is back");
        assertThat(told.last()).isEqualTo("2 nodes: 1 succeeded, 0 failed, 1 waiting");
        assertThat(fleet.sql(
                        "SELECT DISTINCT status FROM command_state WHERE id IN ('" + String.join("','", ids) + "')"))
                .singleElement()
                .satisfies(row -> assertThat(row.get("status")).isEqualTo("QUEUED"));
        assertThat(Files.exists(effects)).isFalse();

        assertThat(fleet.steward("start", "ship2").exit()).isZero();
        ids.forEach(id ->
                assertThat(fleet.ended(id)).containsEntry("status", "SUCCEEDED").containsEntry("attempts", 1));
        assertThat(Files.readAllLines(effects))
                .isEqualTo(
                        IntStream.rangeClosed(1, 50).mapToObj(Integer::toString).toList());
        assertThat(fleet.sql("SELECT * FROM delivery_proof")).isEmpty();
        fleet.awaitOnline("ship2", true);
    }

    @Test
    void one_question_says_what_state_every_node_is_in() {
        fleet.steward("run", "--all", "--wait", "60s", "--", "true");
        for (String node : List.of("ship1", "ship2", "ship3")) {
            fleet.awaitOnline(node, true);
        }
        Answer answer =
                fleet.steward("sql", "-o", "csv", "SELECT node, online, last_status FROM node_state ORDER BY node");
        assertThat(answer.lines())
                .containsExactly(
                        "node,online,last_status",
                        "ship1,true,SUCCEEDED",
                        "ship2,true,SUCCEEDED",
                        "ship3,true,SUCCEEDED");
        assertThat(fleet.steward("nodes").out()).contains("ship3  online");
    }

    @Test
    void output_is_shown_while_the_command_runs_and_never_twice() {
        Answer answer = fleet.steward(
                "run",
                "--on",
                "ship3",
                "--",
                "sh",
                "-c",
                "for i in 1 2 3; do echo line $i; sleep 0.4; done; echo bad >&2");
        assertThat(answer.lines())
                .containsExactly(
                        "ship3 | line 1",
                        "ship3 | line 2",
                        "ship3 | line 3",
                        "1 node: 1 succeeded, 0 failed, 0 waiting");
        assertThat(answer.err()).isEqualTo("ship3 | bad\n");
    }

    @Test
    void a_failure_is_told_with_its_exit_code() {
        Answer answer = fleet.steward("run", "--on", "ship1", "--", "sh", "-c", "exit 3");
        assertThat(answer.exit()).isEqualTo(1);
        assertThat(answer.err()).contains("ship1 | FAILED, exit code 3");
        assertThat(answer.last()).isEqualTo("1 node: 0 succeeded, 1 failed, 0 waiting");
    }

    @Test
    void a_command_is_canceled_while_it_runs() {
        String id = fleet.send("ship1", "sleep 300");
        fleet.awaitStatus(id, "STARTED");
        assertThat(fleet.steward("cancel", id).exit()).isZero();
        assertThat(fleet.ended(id)).containsEntry("status", "CANCELED");
        Answer again = fleet.steward("cancel", id);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.err()).contains("has ended with status CANCELED");
    }

    @Test
    void followers_see_changes_as_they_come() throws Exception {
        Path seen = fleet.home().resolve("followed");
        Process follower = new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec \"$0\" commands --node ship1 --follow -o json > followed",
                        Path.of(System.getProperty("steward.root"))
                                .resolve("ops/steward")
                                .toString())
                .directory(fleet.home().toFile())
                .redirectErrorStream(true)
                .start();
        try {
            await().atMost(RunningFleet.PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> {
                        fleet.send("ship1", "true");
                        return Files.exists(seen) && Files.readString(seen).contains("\"SUCCEEDED\"");
                    });
        } finally {
            follower.destroy();
        }
    }
}
