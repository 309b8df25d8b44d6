package io.steward.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.intake.Checkup.Finding;
import io.steward.controller.intake.Checkup.Level;
import io.steward.controller.intake.Readiness.Condition;
import io.steward.controller.log.BrokerView.Facts;
import io.steward.controller.read.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** From where on something is worth a warning or a failure, and what it then says. */
class DoctorLevelsTest {
    private static final Path HOME = Path.of("/var/lib/steward");
    private static final long MB = 1L << 20;

    private static Facts broker(long maxPayload, Optional<Long> left) {
        return new Facts("2.10.27", Optional.empty(), maxPayload, left);
    }

    private static Table rows(Object... firstCells) {
        return new Table(
                List.of("what"),
                java.util.Arrays.stream(firstCells)
                        .map(cell -> List.<@org.jspecify.annotations.Nullable Object>of(cell))
                        .toList(),
                false);
    }

    @Test
    void a_disk_is_short_below_a_gigabyte_and_full_below_a_hundred_megabytes() {
        assertThat(Doctor.room(HOME, 1024 * MB).level()).isEqualTo(Level.OK);
        assertThat(Doctor.room(HOME, 1024 * MB - 1).level()).isEqualTo(Level.WARN);
        assertThat(Doctor.room(HOME, 100 * MB).level()).isEqualTo(Level.WARN);
        Finding full = Doctor.room(HOME, 100 * MB - 1);
        assertThat(full.level()).isEqualTo(Level.FAIL);
        assertThat(full.what()).contains("/var/lib/steward", "99 MB");
        assertThat(full.advice()).startsWith("make room");
    }

    @Test
    void the_accounts_storage_is_short_below_a_gigabyte() {
        assertThat(Doctor.limits(broker(8 * MB, Optional.empty())).level()).isEqualTo(Level.OK);
        assertThat(Doctor.limits(broker(8 * MB, Optional.of(1024 * MB))).level())
                .isEqualTo(Level.OK);
        Finding shortOf = Doctor.limits(broker(8 * MB, Optional.of(1024 * MB - 1)));
        assertThat(shortOf.level()).isEqualTo(Level.WARN);
        assertThat(shortOf.what()).contains("when it is full no command is accepted");
    }

    @Test
    void a_lone_copy_of_the_log_is_warned_of_with_the_default_of_two_minutes() {
        Finding one = Doctor.replicas(broker(8 * MB, Optional.empty()), 1);
        assertThat(one.level()).isEqualTo(Level.WARN);
        assertThat(one.what()).contains("alone", "1 copy of each stream", "default of two minutes", "power cut");
        assertThat(one.advice()).contains("sync_interval: always", "streams.replicas=3");
        Facts cluster = new Facts("2.15.1", Optional.of("east"), 8 * MB, Optional.empty());
        assertThat(Doctor.replicas(cluster, 2).what()).contains("in a cluster", "2 copies");
        assertThat(Doctor.replicas(cluster, 3).level()).isEqualTo(Level.OK);
    }

    @Test
    void an_old_broker_fails_and_a_small_payload_is_warned_of() {
        assertThat(Doctor.server(broker(MB, Optional.empty()), true).level()).isEqualTo(Level.OK);
        assertThat(Doctor.server(broker(MB, Optional.empty()), false))
                .isEqualTo(Finding.fail("nats-server", "version 2.10.27", "use 2.10 or newer"));
        assertThat(Doctor.payload(broker(8 * MB, Optional.empty())).level()).isEqualTo(Level.OK);
        assertThat(Doctor.payload(broker(8 * MB - 1, Optional.empty())).level()).isEqualTo(Level.WARN);
    }

    @Test
    void each_stream_that_differs_from_what_is_declared_is_named_with_what_differs() {
        assertThat(Doctor.differences(Map.of())).extracting(Finding::level).containsExactly(Level.OK);
        assertThat(Doctor.differences(Map.of("COMMANDS", List.of("max age 90 days, is 1 day", "deny purge"))))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARN);
                    assertThat(finding.what()).isEqualTo("COMMANDS: max age 90 days, is 1 day; deny purge");
                    assertThat(finding.advice()).contains("restart the controller");
                });
    }

    @Test
    void subjects_that_lead_nowhere_fail() {
        assertThat(Doctor.mappings(Map.of()).level()).isEqualTo(Level.OK);
        Finding unmapped = Doctor.mappings(Map.of("command", "no stream takes it"));
        assertThat(unmapped.level()).isEqualTo(Level.FAIL);
        assertThat(unmapped.what()).contains("*.command.>", "no stream takes it");
        assertThat(unmapped.advice()).contains("ops/nats/README.md");
    }

    @Test
    void several_versions_of_the_agent_wrong_clocks_and_an_open_proof_are_warned_of() {
        assertThat(Doctor.versions(rows()).what()).isEqualTo("no nodes yet");
        assertThat(Doctor.versions(rows("1.0 on 3")).level()).isEqualTo(Level.OK);
        assertThat(Doctor.versions(rows("1.0 on 3", "1.1 on 1")).level()).isEqualTo(Level.WARN);
        assertThat(Doctor.clocks(rows()).level()).isEqualTo(Level.OK);
        Finding clocks = Doctor.clocks(rows("ship1 7200.0 s"));
        assertThat(clocks.level()).isEqualTo(Level.WARN);
        assertThat(clocks.what()).contains("ship1 7200.0 s");
        assertThat(Doctor.proof(rows()).level()).isEqualTo(Level.OK);
        assertThat(Doctor.proof(rows("ship2")).advice()).contains("delivery_finding");
    }

    @Test
    void a_condition_that_is_not_met_fails_and_a_broken_log_names_the_repair() {
        assertThat(Doctor.condition(new Condition("broker", true, "connected")).level())
                .isEqualTo(Level.OK);
        Finding broken = Doctor.condition(new Condition("log-COMMANDS", false, "ends at 6"));
        assertThat(broken.level()).isEqualTo(Level.FAIL);
        assertThat(broken.advice()).contains("steward repair", "steward repair --yes");
        assertThat(Doctor.condition(new Condition("broker", false, "can't be reached"))
                        .advice())
                .contains("nats.url");
        assertThat(Doctor.condition(new Condition("state", false, "not there yet"))
                        .advice())
                .contains("projection_position");
    }
}
