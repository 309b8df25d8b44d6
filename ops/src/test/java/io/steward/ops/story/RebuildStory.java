package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The log is the truth: the database can be thrown away, and everything can be stopped. */
@ExtendWith(FleetExtension.class)
final class RebuildStory {
    private static final Map<String, String> VIEWS = views();

    private final RunningFleet fleet;

    RebuildStory(RunningFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void a_deleted_database_comes_back_row_by_row() throws IOException {
        fleet.steward("run", "--all", "--wait", "60s", "--", "echo", "before");
        Map<String, List<Map<String, @Nullable Object>>> before = quiet();

        assertThat(fleet.steward("stop", "controller").exit()).isZero();
        try (Stream<Path> files = Files.walk(fleet.data().resolve("controller"))) {
            List<Path> databases =
                    files.filter(file -> file.toString().endsWith(".db")).toList();
            assertThat(databases).isNotEmpty();
            for (Path database : databases) {
                Files.delete(database);
            }
        }
        assertThat(fleet.steward("start", "controller").exit()).isZero();

        same(before);
    }

    @Test
    void the_tables_are_proved_and_exchanged_while_the_fleet_works() {
        fleet.steward("run", "--all", "--wait", "60s", "--", "echo", "before");
        Map<String, List<Map<String, @Nullable Object>>> before = quiet();

        Answer proof = fleet.steward("rebuild", "--verify");
        assertThat(proof.out()).contains("command  ").contains("equal: the live tables are what the log says");
        assertThat(proof.exit()).isZero();
        Answer exchange = fleet.steward("rebuild");
        assertThat(exchange.out()).contains("have taken the place of the old ones");
        assertThat(exchange.exit()).isZero();

        same(before);
        Answer chain = fleet.steward("audit", "--verify");
        assertThat(chain.out()).containsPattern("COMMANDS: [0-9]+ entries, head COMMANDS:[0-9]+:[0-9a-f]{64}");
        assertThat(chain.last()).startsWith("equal, ");
        assertThat(chain.exit()).isZero();
        Answer elsewhere = fleet.steward("audit", "--verify", "--anchor", "COMMANDS:1:" + "0".repeat(64));
        assertThat(elsewhere.last()).contains("NOT EQUAL", "the log leads to another hash there");
        assertThat(elsewhere.exit()).isEqualTo(1);
        assertThat(fleet.steward("audit", "--limit", "20").out()).contains("WHO", "send", "rebuild", "allowed");
        assertThat(fleet.steward("nodes", "--at", "1s ago").out()).contains("ship1", "ship2", "ship3");
        assertThat(fleet.steward("commands", "--at", "1s ago", "-o", "csv").out())
                .contains("SUCCEEDED");
        assertThat(fleet.steward("run", "--all", "--wait", "60s", "--", "true").last())
                .isEqualTo("3 nodes: 3 succeeded, 0 failed, 0 waiting");
    }

    @Test
    void everything_stopped_and_started_on_the_same_data_has_forgotten_nothing() throws Exception {
        fleet.steward("run", "--all", "--wait", "60s", "--", "echo", "before");
        Map<String, List<Map<String, @Nullable Object>>> before = quiet();

        Answer second = fleet.steward("up", "--http", "0");
        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.err()).contains("another 'steward up' (process").contains("--data");

        long agent = fleet.pid("ship1");
        assertThat(fleet.down()).isZero();
        assertThat(ProcessHandle.of(agent).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
        try (Stream<Path> run = Files.list(fleet.data().resolve("run"))) {
            assertThat(run.filter(file -> file.toString().endsWith(".pid"))).isEmpty();
        }
        assertThat(fleet.steward("nodes").exit()).isEqualTo(3);
        fleet.up();

        same(before);
        assertThat(fleet.steward("run", "--all", "--wait", "60s", "--", "true").last())
                .isEqualTo("3 nodes: 3 succeeded, 0 failed, 0 waiting");
    }

    /** All rows, once nothing moves any more. */
    private Map<String, List<Map<String, @Nullable Object>>> quiet() {
        await("all commands have ended")
                .atMost(RunningFleet.PATIENCE)
                .ignoreExceptions()
                .until(() -> fleet.sql("SELECT * FROM command_state WHERE NOT terminal")
                        .isEmpty());
        await("what the agents say at their start is there")
                .atMost(RunningFleet.PATIENCE)
                .ignoreExceptions()
                .until(() -> fleet.sql("SELECT node FROM node_state WHERE enrolled AND agent_version IS NOT NULL"
                                        + " AND os IS NOT NULL AND online AND told_online")
                                .size()
                        == 3);
        return rows();
    }

    private void same(Map<String, List<Map<String, @Nullable Object>>> before) {
        await("every row is back")
                .atMost(RunningFleet.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> rows().forEach((view, rows) ->
                        assertThat(rows).as(view).containsAll(before.getOrDefault(view, List.of()))));
        before.forEach((view, rows) -> assertThat(rows).as(view).isNotEmpty());
    }

    private Map<String, List<Map<String, @Nullable Object>>> rows() {
        Map<String, List<Map<String, @Nullable Object>>> rows = new LinkedHashMap<>();
        VIEWS.forEach((view, query) -> rows.put(view, fleet.sql(query)));
        return rows;
    }

    // Presence is a hint with an age and no part of the log: its columns are left out.
    private static Map<String, String> views() {
        Map<String, String> views = new LinkedHashMap<>();
        views.put("command_state", "SELECT * FROM command_state ORDER BY id");
        views.put("command_history", "SELECT * FROM command_history ORDER BY log_seq, status");
        views.put(
                "node_state",
                "SELECT node, first_seen, agent_version, os, arch, labels, boot_id, journal_id, succeeded, failed,"
                        + " last_command_id, last_method, last_domain, last_status, last_exit_code, last_finished_at"
                        + " FROM node_state ORDER BY node");
        views.put("node_history", "SELECT * FROM node_history ORDER BY log_seq, changed");
        views.put("event_log", "SELECT * FROM event_log ORDER BY seq");
        return views;
    }
}
