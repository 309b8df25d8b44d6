package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every way to stop a command, and the past of what was stopped, as an operator types it. */
@ExtendWith(FleetExtension.class)
final class StoppingStory {
    private final RunningFleet fleet;

    StoppingStory(RunningFleet fleet) {
        this.fleet = fleet;
    }

    /** Runs it without waiting, and answers its id once it is known by its reason. */
    private String detached(String reason, String... rest) {
        List<String> words = new ArrayList<>(List.of("run", "--detach", "--reason", reason));
        words.addAll(List.of(rest));
        Answer answer = fleet.steward(words.toArray(String[]::new));
        assertThat(answer.exit()).as(answer.err()).isZero();
        List<Map<String, @Nullable Object>> rows = await(reason + " is known")
                .atMost(RunningFleet.PATIENCE)
                .until(
                        () -> fleet.sql("SELECT id FROM command_state WHERE reason = '" + reason + "'"),
                        found -> found.size() == 1);
        return String.valueOf(rows.get(0).get("id"));
    }

    @Test
    void what_is_queued_at_the_broker_is_canceled_or_expires_and_never_starts() throws Exception {
        Path effects = fleet.home().resolve("stopped-at-the-broker");
        assertThat(fleet.steward("stop", "ship3", "--kill").exit()).isZero();
        fleet.awaitOnline("ship3", false);
        Path open = fleet.home().resolve("the-way-is-open");
        String first = fleet.send("ship3", "until [ -e '" + open + "' ]; do sleep 0.1; done");
        String canceled = fleet.send("ship3", "echo canceled >> '" + effects + "'");
        String expiring = detached(
                "expires soon",
                "--on",
                "ship3",
                "--expires",
                "1s",
                "--",
                "sh",
                "-c",
                "echo expired >> '" + effects + "'");
        String kept = fleet.send("ship3", "echo kept >> '" + effects + "'");
        fleet.awaitStatus(kept, "QUEUED");
        assertThat(fleet.steward("cancel", canceled).out()).contains(canceled + ": cancel requested");

        assertThat(fleet.steward("start", "ship3").exit()).isZero();

        assertThat(fleet.ended(canceled)).containsEntry("status", "CANCELED").containsEntry("attempts", 0);
        await("its time is over")
                .atMost(RunningFleet.PATIENCE)
                .until(() -> fleet.sql("SELECT id FROM command_state WHERE expires_at < CURRENT_TIMESTAMP"
                                        + " AND id = '" + expiring + "'")
                                .size()
                        == 1);
        Files.createFile(open);
        assertThat(fleet.ended(first)).containsEntry("status", "SUCCEEDED");
        assertThat(fleet.ended(expiring)).containsEntry("status", "EXPIRED").containsEntry("attempts", 0);
        assertThat(fleet.ended(kept)).containsEntry("status", "SUCCEEDED");
        assertThat(effects).hasContent("kept\n");
        fleet.awaitOnline("ship3", true);
    }

    @Test
    void what_waits_in_the_journal_is_canceled_or_superseded_and_what_runs_dies_with_its_children() throws Exception {
        Path child = fleet.home().resolve("child");
        String running = fleet.send("ship2", "sleep 300 & echo $! > '" + child + "'; wait");
        fleet.awaitStatus(running, "STARTED");
        await("the child").atMost(RunningFleet.PATIENCE).until(() -> Files.exists(child) && Files.size(child) > 1);
        String canceled = fleet.send("ship2", "true");
        String old = fleet.send("ship2", "true");
        fleet.awaitStatus(old, "DELIVERED");
        assertThat(fleet.steward("cancel", canceled).exit()).isZero();
        assertThat(fleet.ended(canceled)).containsEntry("status", "CANCELED");
        String newest = detached("replaces the rest", "--on", "ship2", "--supersedes", "--", "echo", "newest");
        assertThat(fleet.ended(old)).containsEntry("status", "SUPERSEDED");

        assertThat(fleet.steward("cancel", running).exit()).isZero();

        assertThat(fleet.ended(running)).containsEntry("status", "CANCELED");
        assertThat(fleet.ended(newest)).containsEntry("status", "SUCCEEDED").containsEntry("stdout", "newest\n");
        RunningFleet.awaitGone(child);
        Answer late = fleet.steward("cancel", newest);
        assertThat(late.exit()).isEqualTo(1);
        assertThat(late.err()).contains("has ended with status SUCCEEDED and can't be canceled");
    }

    @Test
    void a_past_moment_is_told_by_what_was_known_and_by_what_had_happened() {
        assertThat(fleet.steward("stop", "ship1", "--kill").exit()).isZero();
        fleet.awaitOnline("ship1", false);
        String id = fleet.send("ship1", "true");
        fleet.awaitStatus(id, "QUEUED");
        String before = Instant.now().toString();
        assertThat(fleet.steward("start", "ship1").exit()).isZero();
        assertThat(fleet.ended(id)).containsEntry("status", "SUCCEEDED");

        for (String by : List.of("recorded", "event")) {
            Answer then = fleet.steward("commands", "--node", "ship1", "--at", before, "--by", by, "-o", "json");
            assertThat(then.exit()).as(then.err()).isZero();
            assertThat(then.out()).as(by).contains(id).contains("QUEUED");
            Answer nodes = fleet.steward("nodes", "--at", before, "--by", by, "-o", "json");
            assertThat(nodes.exit()).as(nodes.err()).isZero();
            assertThat(nodes.out()).contains("ship1", "ship2", "ship3");
        }
        assertThat(fleet.sql("SELECT queued FROM node_state WHERE node = 'ship1'"))
                .singleElement()
                .satisfies(row -> assertThat(String.valueOf(row.get("queued"))).isEqualTo("0"));
        fleet.awaitOnline("ship1", true);
    }

    @Test
    void a_fleet_that_is_well_has_nothing_to_repair_and_a_doctor_who_is_content() {
        Answer repair = fleet.steward("repair");
        assertThat(repair.exit()).as(repair.err()).isZero();
        assertThat(repair.last()).isEqualTo("Nothing to repair: every stream is the one that was folded.");
        Answer doctor = fleet.steward("doctor");
        assertThat(doctor.exit()).as(doctor.out()).isZero();
        assertThat(doctor.lines())
                .anyMatch(line -> line.startsWith("ok") && line.contains("sync_interval"))
                .noneMatch(line -> line.startsWith("fail"));
    }
}
