package io.steward.ops.whole;

import static io.steward.ops.whole.WholeFleet.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamConfiguration;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Json;
import io.steward.nats.Link;
import io.steward.ops.chaos.fleet.PowerCut;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A broker that lost what it had acknowledged: found, said, and repaired. */
class BrokenLogTest {
    @TempDir
    Path folder;

    private String effect(WholeFleet fleet, String node, String name) throws Exception {
        return fleet.run(node, "echo " + name + " >> " + folder.resolve("effects"));
    }

    private List<String> effects() throws Exception {
        return Files.readAllLines(folder.resolve("effects"));
    }

    private void awaitCondition(WholeFleet fleet, String stream) {
        await("a condition of " + stream).atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> {
            assertThat(fleet.ask("GET", "/health/ready", "").statusCode()).isEqualTo(503);
            assertThat(fleet.readiness()).contains("log-" + stream).contains("steward repair");
            assertThat(fleet.json("GET", "/api/v1/doctor").get("checks"))
                    .as("the doctor names the command")
                    .anySatisfy(check -> {
                        assertThat(check.get("name").asString()).isEqualTo("log-" + stream);
                        assertThat(check.get("level").asString()).isEqualTo("fail");
                        assertThat(check.get("advice").asString()).contains("steward repair --yes");
                    });
        });
    }

    private static List<String> codes(JsonNode plan) {
        List<String> codes = new ArrayList<>();
        plan.get("conditions")
                .forEach(condition -> codes.add(condition.get("stream").asString() + " "
                        + condition.get("code").asString()));
        return codes;
    }

    private void awaitWhole(WholeFleet fleet, int commands) {
        // Streams are looked at each by itself: what is found later is repaired by asking again.
        await("nothing left to repair").atMost(PATIENCE).ignoreExceptions().until(() -> {
            boolean ready = fleet.ask("GET", "/health/ready", "").statusCode() == 200;
            if (!ready && !codes(fleet.json("GET", "/api/v1/repair")).isEmpty()) {
                fleet.repair(false);
            }
            return ready;
        });
        await("all ended")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(fleet.sql("select count(*) from command_state where method = 'shellcommand'"
                                        + " and status = 'SUCCEEDED'"))
                                .containsExactly(Integer.toString(commands)));
    }

    @Test
    void a_store_that_was_put_back_from_yesterday_is_completed_from_what_we_and_the_agents_know() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.startAgent("ship1");
            fleet.awaitStatus(effect(fleet, "ship1", "before"), "SUCCEEDED");
            fleet.broker().kill();
            WholeFleet.copy(fleet.store(), folder.resolve("yesterday"));
            fleet.broker().restart();
            fleet.awaitReady();
            for (int i = 1; i <= 20; i++) {
                fleet.awaitStatus(effect(fleet, "ship1", "e" + i), "SUCCEEDED");
            }
            fleet.stopAgent("ship1");
            String waiting = effect(fleet, "ship1", "waiting");
            fleet.awaitStatus(waiting, "QUEUED");
            String signed = signedByAnotherProgram(fleet);
            fleet.broker().kill();
            WholeFleet.delete(fleet.store());
            WholeFleet.copy(folder.resolve("yesterday"), fleet.store());
            fleet.broker().restart();
            awaitCondition(fleet, "COMMANDS");
            JsonNode plan = fleet.repair(true);
            assertThat(codes(plan)).contains("COMMANDS STREAM_SHORTER");
            assertThat(plan.get("done").asBoolean()).isFalse();
            assertThat(plan.get("commandsPutBack").asInt()).isEqualTo(22);
            assertThat(plan.get("acksPutBack").asInt()).isEqualTo(20);
            assertThat(plan.get("notRecovered").asInt()).isZero();
            assertThat(fleet.readiness()).as("a plan changes nothing").contains("log-COMMANDS");
            assertThat(stored(fleet)).doesNotContain(signed);
            assertThat(fleet.repair(false).get("done").asBoolean()).isTrue();
            assertThat(stored(fleet))
                    .as("a signature holds for these very bytes")
                    .contains(signed);
            fleet.startAgent("ship1");
            awaitWhole(fleet, 22);
            assertThat(effects()).hasSize(22).doesNotHaveDuplicates();
            assertThat(fleet.sql("select * from delivery_finding")).isEmpty();
            assertThat(codes(fleet.json("GET", "/api/v1/repair"))).isEmpty();
        }
    }

    @Test
    void an_end_that_only_the_agent_knows_is_told_again() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.startAgent("ship1");
            Path go = folder.resolve("go");
            String slow = fleet.run(
                    "ship1",
                    "while [ ! -e " + go + " ]; do sleep 0.2; done; echo slow >> " + folder.resolve("effects"));
            fleet.awaitStatus(slow, "STARTED");
            fleet.broker().kill();
            WholeFleet.copy(fleet.store(), folder.resolve("yesterday"));
            fleet.broker().restart();
            fleet.awaitReady();
            String quick = fleet.run("ship1", "beside", "echo quick >> " + folder.resolve("effects"));
            fleet.awaitStatus(quick, "SUCCEEDED");
            fleet.stopController();
            Files.createFile(go);
            await("the log has the end")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(stored(fleet))
                            .anyMatch(text -> text.contains("SUCCEEDED") && text.contains(slow)));
            fleet.broker().kill();
            WholeFleet.delete(fleet.store());
            WholeFleet.copy(folder.resolve("yesterday"), fleet.store());
            fleet.broker().restart();
            strangersFill(fleet, 20);
            fleet.startController();
            awaitCondition(fleet, "COMMANDS");
            assertThat(codes(fleet.repair(false))).contains("COMMANDS ENTRY_DIFFERS");
            awaitWhole(fleet, 2);
            fleet.awaitStatus(slow, "SUCCEEDED");
            assertThat(effects()).containsExactlyInAnyOrder("quick", "slow");
        }
    }

    /** Others' words bring the stream to this place, so that the lost entries' places hold something else. */
    private static void strangersFill(WholeFleet fleet, long place) {
        await("the stream is filled").atMost(PATIENCE).ignoreExceptions().until(() -> {
            byte[] word = "not an ACK".getBytes(StandardCharsets.UTF_8);
            return fleet.connection()
                            .jetStream()
                            .publish("ship1.ack.other.thing", word)
                            .getSeqno()
                    >= place;
        });
    }

    @Test
    void a_stream_that_was_deleted_is_filled_again_and_nothing_runs_twice() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.enrol("ship2");
            fleet.startAgent("ship1");
            for (int i = 1; i <= 5; i++) {
                fleet.awaitStatus(effect(fleet, "ship1", "e" + i), "SUCCEEDED");
            }
            String waiting = effect(fleet, "ship2", "waiting");
            fleet.awaitStatus(waiting, "QUEUED");
            fleet.connection().jetStreamManagement().deleteStream("COMMANDS");
            fleet.broker().restart();
            awaitCondition(fleet, "COMMANDS");
            JsonNode plan = fleet.repair(false);
            assertThat(codes(plan)).containsExactly("COMMANDS STREAM_REPLACED");
            fleet.startAgent("ship2");
            awaitWhole(fleet, 6);
            assertThat(effects()).hasSize(6).doesNotHaveDuplicates();
            assertThat(fleet.sql("select * from delivery_finding")).isEmpty();
        }
    }

    @Test
    void what_only_a_gone_journal_could_tell_is_named_and_does_not_run_again() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.startAgent("ship1");
            String done = effect(fleet, "ship1", "done");
            fleet.awaitStatus(done, "SUCCEEDED");
            fleet.stopAgent("ship1");
            WholeFleet.delete(fleet.data("ship1"));
            fleet.startAgent("ship1");
            await("another journal")
                    .atMost(PATIENCE)
                    .until(() -> !fleet.sql("select 1 from node_history where changed = 'journal_id'"
                                    + " and old_value is not null")
                            .isEmpty());
            fleet.connection().jetStreamManagement().deleteStream("COMMANDS");
            fleet.broker().restart();
            awaitCondition(fleet, "COMMANDS");
            JsonNode plan = fleet.repair(false);
            assertThat(plan.get("commandsPutBack").asInt()).isZero();
            assertThat(plan.get("notRecovered").asInt()).isEqualTo(1);
            JsonNode lost = plan.get("notRecoveredCommands").get(0);
            assertThat(lost.get("id").asString()).isEqualTo(done);
            assertThat(lost.get("why").asString()).contains("nothing runs again");
            fleet.awaitReady();
            fleet.awaitStatus(effect(fleet, "ship1", "next"), "SUCCEEDED");
            assertThat(effects()).containsExactly("done", "next");
        }
    }

    @Test
    void what_went_from_the_middle_is_put_back_and_the_gap_is_then_known() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.enrol("ship2");
            String waiting = effect(fleet, "ship2", "waiting");
            fleet.awaitStatus(waiting, "QUEUED");
            fleet.startAgent("ship1");
            for (int i = 1; i <= 5; i++) {
                fleet.awaitStatus(effect(fleet, "ship1", "e" + i), "SUCCEEDED");
            }
            keepTheNewestOfEachSubject(fleet);
            awaitCondition(fleet, "COMMANDS");
            assertThat(fleet.sql("select count(*) from command_state"))
                    .as("readers keep all")
                    .containsExactly("6");
            JsonNode plan = fleet.repair(true);
            assertThat(codes(plan)).containsExactly("COMMANDS ENTRIES_MISSING");
            assertThat(plan.get("commandsPutBack").asInt()).isEqualTo(4);
            assertThat(plan.get("acksPutBack").asInt()).isEqualTo(4);
            assertThat(fleet.repair(false).get("done").asBoolean()).isTrue();
            fleet.startAgent("ship2");
            awaitWhole(fleet, 6);
            assertThat(effects()).hasSize(6).doesNotHaveDuplicates();
            assertThat(fleet.sql("select * from delivery_finding")).isEmpty();
            fleet.stopController();
            fleet.startController();
            fleet.awaitReady();
            assertThat(codes(fleet.json("GET", "/api/v1/repair")))
                    .as("the gap is known")
                    .isEmpty();
        }
    }

    @Test
    void what_went_before_anybody_had_folded_it_is_passed_by_once_that_was_said() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.awaitStatus(effect(fleet, "ship1", "first"), "QUEUED");
            fleet.stopController();
            fleet.connection()
                    .jetStream()
                    .publish("ship1.command.other.thing", "gone".getBytes(StandardCharsets.UTF_8));
            fleet.connection()
                    .jetStream()
                    .publish("ship1.command.other.thing", "kept".getBytes(StandardCharsets.UTF_8));
            keepTheNewestOfEachSubject(fleet);
            fleet.startController();
            awaitCondition(fleet, "COMMANDS");
            assertThat(fleet.sql("select position from projection_position where stream = 'COMMANDS'"))
                    .as("nothing behind the gap is folded")
                    .containsExactly("1");
            JsonNode plan = fleet.repair(false);
            assertThat(codes(plan)).containsExactly("COMMANDS ENTRIES_MISSING");
            assertThat(plan.get("commandsPutBack").asInt()).isZero();
            fleet.startAgent("ship1");
            awaitWhole(fleet, 1);
            assertThat(effects()).containsExactly("first");
        }
    }

    /** Somebody limits the stream for a moment, which takes messages out of its middle. */
    private static void keepTheNewestOfEachSubject(WholeFleet fleet) throws Exception {
        var broker = fleet.connection().jetStreamManagement();
        var config = broker.getStreamInfo("COMMANDS").getConfiguration();
        broker.updateStream(
                StreamConfiguration.builder(config).maxMessagesPerSubject(1).build());
        broker.updateStream(config);
        assertThat(broker.getStreamInfo("COMMANDS").getStreamState().getDeletedCount())
                .as("a gap")
                .isPositive();
    }

    @Test
    void a_log_whose_end_was_cut_off_is_completed_and_delivers_what_comes_after() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.startAgent("ship1");
            for (int i = 1; i <= 8; i++) {
                fleet.awaitStatus(effect(fleet, "ship1", "e" + i), "SUCCEEDED");
            }
            fleet.broker().kill();
            PowerCut.truncate(fleet.store(), 6000);
            fleet.broker().restart();
            direct(fleet, "ship1", "direct");
            awaitCondition(fleet, "COMMANDS");
            JsonNode plan = fleet.repair(false);
            assertThat(plan.get("commandsPutBack").asInt()).isPositive();
            assertThat(plan.get("notRecovered").asInt()).isZero();
            awaitWhole(fleet, 9);
            for (int i = 9; i <= 11; i++) {
                fleet.awaitStatus(effect(fleet, "ship1", "e" + i), "SUCCEEDED");
            }
            awaitWhole(fleet, 12);
            assertThat(effects()).hasSize(12).doesNotHaveDuplicates().contains("direct");
            assertThat(fleet.sql("select * from delivery_finding")).isEmpty();
            assertThat(codes(fleet.json("GET", "/api/v1/repair"))).isEmpty();
        }
    }

    @Test
    void an_end_that_was_told_before_its_command_was_put_back_counts() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.startAgent("ship1");
            String id = effect(fleet, "ship1", "once");
            fleet.awaitStatus(id, "SUCCEEDED");
            MessageInfo end = fleet.connection()
                    .jetStreamManagement()
                    .getLastMessage("COMMANDS", "ship1.ack.shellcommand.operatingsystem");
            fleet.connection().jetStreamManagement().deleteStream("COMMANDS");
            fleet.broker().restart();
            awaitCondition(fleet, "COMMANDS");
            PublishOptions once =
                    PublishOptions.builder().messageId(id + ".SUCCEEDED.1").build();
            await("the log takes it")
                    .atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> fleet.connection()
                                    .jetStream()
                                    .publish(end.getSubject(), end.getData(), once)
                                    .getSeqno()
                            > 0);

            fleet.repair(false);

            awaitWhole(fleet, 1);
            fleet.awaitStatus(id, "SUCCEEDED");
            assertThat(effects()).containsExactly("once");
        }
    }

    /** Puts a command into the log without the controller, as soon as the broker is there again. */
    private void direct(WholeFleet fleet, String node, String name) {
        Instant now = Instant.now();
        Command command = new Command(
                CommandId.from(now, 1, 1),
                Subject.command(NodeName.of(node), "shellcommand", "operatingsystem"),
                "bob",
                now,
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("sh", "-c", "echo " + name + " >> " + folder.resolve("effects")))),
                Optional.empty(),
                Optional.empty());
        PublishOptions once =
                PublishOptions.builder().messageId(command.id().value()).build();
        await("the log takes it")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> fleet.connection()
                                .jetStream()
                                .publish(command.subject().toString(), Codec.encode(command), once)
                                .getSeqno()
                        > 0);
    }

    /** A command in another order and with more than we would write; what stands in the log. */
    private static String signedByAnotherProgram(WholeFleet fleet) throws Exception {
        CommandId id = CommandId.from(Instant.now(), 3, 4);
        String message = "{\"colour\":\"red\", \"args\":{}, \"signature\":{\"value\":\"" + "A".repeat(86)
                + "\",\"key\":\"alice\"}, \"issuedAt\":\"" + Json.time(Instant.now())
                + "\",\"issuedBy\":\"alice\", \"v\":1, \"id\":\"" + id + "\"}";
        fleet.connection()
                .jetStream(Link.JETSTREAM)
                .publish("ship1.command.other.signed", message.getBytes(StandardCharsets.UTF_8));
        fleet.awaitStatus(id.value(), "QUEUED");
        return message;
    }

    private static List<String> stored(WholeFleet fleet) throws Exception {
        List<String> texts = new ArrayList<>();
        fleet.connectAnew();
        var broker = fleet.connection().jetStreamManagement();
        long last = broker.getStreamInfo("COMMANDS").getStreamState().getLastSequence();
        for (long seq = 1; seq <= last; seq++) {
            texts.add(new String(broker.getMessage("COMMANDS", seq).getData(), StandardCharsets.UTF_8));
        }
        return texts;
    }
}
