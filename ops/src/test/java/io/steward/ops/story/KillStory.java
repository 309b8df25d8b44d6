package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kill -9} of each part at the worst moment: nothing is lost, nothing runs twice. */
@ExtendWith(FleetExtension.class)
final class KillStory {
    private final RunningFleet fleet;

    KillStory(RunningFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void work_outlives_its_agent_and_ends_with_its_true_result() throws Exception {
        String id = fleet.send("ship1", "echo begin; sleep 5; echo end; echo complaint >&2; exit 7");
        fleet.awaitStatus(id, "STARTED");
        long before = fleet.pid("ship1");
        fleet.kill("ship1");
        assertThat(fleet.ended(id))
                .containsEntry("status", "FAILED")
                .containsEntry("exit_code", 7)
                .containsEntry("stdout", "begin\nend\n")
                .containsEntry("stderr", "complaint\n")
                .containsEntry("attempts", 1);
        assertThat(fleet.pid("ship1")).isNotEqualTo(before);
    }

    @Test
    void what_the_controller_accepted_outlives_it() throws Exception {
        Path effects = fleet.home().resolve("accepted");
        for (int i = 1; i <= 3; i++) {
            String id = fleet.send("ship3", "echo " + i + " >> '" + effects + "'");
            fleet.kill("controller");
            assertThat(fleet.ended(id)).containsEntry("status", "SUCCEEDED");
            fleet.awaitReady();
        }
        assertThat(Files.readAllLines(effects)).containsExactly("1", "2", "3");
    }

    @Test
    void a_broker_that_dies_while_commands_flow_loses_and_doubles_nothing() throws Exception {
        Path effects = fleet.home().resolve("flowing");
        for (int i = 1; i <= 40; i++) {
            int number = i;
            if (i == 15 || i == 30) {
                fleet.kill("broker");
            }
            Map<String, String> key = Map.of("Idempotency-Key", "flow-" + number);
            await("acceptance of " + number)
                    .atMost(RunningFleet.PATIENCE)
                    .until(
                            () -> fleet.send("ship3", "echo " + number + " >> '" + effects + "'", key),
                            Optional::isPresent);
        }
        List<String> expected =
                IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).toList();
        await("all effects")
                .atMost(RunningFleet.PATIENCE)
                .until(() ->
                        Files.exists(effects) && Files.readAllLines(effects).size() >= 40);
        await("all ends")
                .atMost(RunningFleet.PATIENCE)
                .ignoreExceptions()
                .until(() -> fleet.sql(
                                "SELECT count(*) AS open FROM command_state WHERE node = 'ship3' AND NOT terminal")
                        .get(0)
                        .get("open")
                        .equals(0));
        assertThat(Files.readAllLines(effects)).isEqualTo(expected);
        assertThat(fleet.sql("SELECT * FROM delivery_proof")).isEmpty();
    }
}
