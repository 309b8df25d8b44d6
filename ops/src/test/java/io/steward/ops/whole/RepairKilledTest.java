package io.steward.ops.whole;

import static io.steward.ops.whole.WholeFleet.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStream;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A controller that is killed while it repairs the log, and started again. */
class RepairKilledTest {
    private static final int COMMANDS = 4000;
    private static final int PUT_BACK = 300;

    @TempDir
    Path folder;

    @Test
    void a_repair_that_was_killed_while_it_put_commands_back_is_found_and_finished() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.enrol("ship2");
            fleet.startAgent("ship1");
            fleet.awaitStatus(fleet.run("ship1", "echo ran >> " + folder.resolve("effects")), "SUCCEEDED");
            fill(fleet);
            awaitCount(fleet, COMMANDS + 1);
            fleet.connection().jetStreamManagement().deleteStream("COMMANDS");
            fleet.stopController();
            Process controller = fleet.startControllerProcess();
            await("broken")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> fleet.readiness().contains("log-COMMANDS"));

            assertThat(fleet.ask("POST", "/api/v1/repair", "{}").statusCode()).isEqualTo(202);
            await("some are put back")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5)) // before all are
                    .ignoreExceptions()
                    .until(() -> stored(fleet) > PUT_BACK);
            controller.destroyForcibly().waitFor();
            assertThat(stored(fleet)).as("killed in the middle").isLessThan(COMMANDS);

            fleet.startControllerProcess();
            await("known to be unfinished")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(fleet.readiness()).contains("is not finished"));
            assertThat(fleet.ask("GET", "/health/ready", "").statusCode()).isEqualTo(503);
            assertThat(fleet.sql("select count(*) from command_state"))
                    .as("readers keep the old tables")
                    .containsExactly(Integer.toString(COMMANDS + 1));
            JsonNode done = fleet.repair(false);
            assertThat(done.get("conditions").get(0).get("code").asString()).isEqualTo("REPAIR_UNFINISHED");
            assertThat(done.get("commandsPutBack").asInt()).isPositive().isLessThan(COMMANDS - PUT_BACK + 10);
            assertThat(done.get("notRecovered").asInt()).isZero();
            fleet.awaitReady();

            awaitCount(fleet, COMMANDS + 1);
            assertThat(fleet.sql("select status, count(*) from command_state where method = 'shellcommand'"
                            + " group by status order by status"))
                    .containsExactly("QUEUED|" + COMMANDS, "SUCCEEDED|1");
            assertThat(java.nio.file.Files.readAllLines(folder.resolve("effects")))
                    .containsExactly("ran");
            assertThat(fleet.sql("select * from delivery_finding")).isEmpty();
            fleet.ask("POST", "/api/v1/rebuild", "{\"verify\":true}");
            await("verified")
                    .atMost(PATIENCE)
                    .until(
                            () -> fleet.json("GET", "/api/v1/rebuild")
                                    .get("state")
                                    .asString(),
                            "done"::equals);
            assertThat(fleet.json("GET", "/api/v1/rebuild")
                            .get("report")
                            .get("equal")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static void awaitCount(WholeFleet fleet, int commands) {
        await(commands + " commands are known")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> fleet.sql("select count(*) from command_state where method = 'shellcommand'"),
                        List.of(Integer.toString(commands))::equals);
    }

    private static long stored(WholeFleet fleet) throws Exception {
        return fleet.connection()
                .jetStreamManagement()
                .getStreamInfo("COMMANDS")
                .getStreamState()
                .getMsgCount();
    }

    /** Commands for a ship that is away. */
    private static void fill(WholeFleet fleet) throws Exception {
        JetStream log = fleet.connection().jetStream();
        Subject subject = Subject.command(NodeName.of("ship2"), "shellcommand", "operatingsystem");
        Instant now = Instant.now();
        List<CompletableFuture<PublishAck>> answers = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            Command command = new Command(
                    CommandId.from(now, i, i),
                    subject,
                    "alice",
                    now,
                    Optional.empty(),
                    Optional.empty(),
                    OnCrash.REPORT,
                    false,
                    new Args(Map.of("argv", List.of("true"))),
                    Optional.empty(),
                    Optional.empty());
            answers.add(log.publishAsync(
                    subject.toString(),
                    Codec.encode(command),
                    PublishOptions.builder().messageId(command.id().value()).build()));
            if (answers.size() >= 500) {
                CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                        .join();
                answers.clear();
            }
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();
    }
}
