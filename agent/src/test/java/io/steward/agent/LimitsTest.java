package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.event.Heartbeat;
import io.steward.model.wire.EventCodec;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks and streams without room, clocks that jump, and a name that two agents use. Each test has a node of its own. */
@BrokerTest
class LimitsTest {
    private static int nodes;

    @TempDir
    Path data;

    private final String node = "ship" + (++nodes);
    private final RecordingMethod method = new RecordingMethod();
    private volatile Duration wrong = Duration.ZERO;
    private TestBroker broker;
    private Fleet fleet;
    private Agent agent;

    @BeforeEach
    void a_fleet(TestBroker given) throws Exception {
        broker = given;
        fleet = new Fleet(broker, node);
    }

    @AfterEach
    void no_agent() {
        agent.close();
    }

    private Agent start(Path folder, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("heartbeat.interval", "PT1S"));
        settings.putAll(more);
        InstantSource clock = () -> Instant.now().plus(wrong);
        return Agent.start(
                TestAgent.settings(broker, node, folder, settings),
                Map.of(method.name(), method),
                new SimpleMeterRegistry(),
                clock);
    }

    private CommandId send(String say) {
        return fleet.send(node + ".command.record.log", Map.of("say", say));
    }

    private CommandId expiring(Instant expires) {
        return fleet.send(Fleet.command(
                Fleet.freshId(),
                node + ".command.record.log",
                Map.of(),
                Optional.of(expires),
                Optional.empty(),
                OnCrash.REPORT,
                false));
    }

    private Heartbeat heartbeat() throws Exception {
        return EventCodec.decodeHeartbeat(fleet.controller()
                .jetStreamManagement()
                .getLastMessage("PRESENCE", node + ".presence.heartbeat.agent")
                .getData());
    }

    private static ConditionFactory await() {
        // A thread that can't write the journal dies with the agent; heartbeats may not be there yet.
        return Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .dontCatchUncaughtExceptions()
                .ignoreExceptions();
    }

    @Test
    void a_disk_without_room_takes_no_commands_says_so_and_recovers_by_itself() throws Exception {
        try (SmallDisk disk = SmallDisk.at(data.resolve("small"))) {
            agent = start(disk.folder().resolve("agent"), Map.of("journal.reserve", disk.reserve()));
            fleet.end(send("before"));
            disk.fill();
            CommandId second = send("second");
            CommandId third = send("third");
            await().untilAsserted(() -> assertThat(heartbeat().condition().orElse("none"))
                    .startsWith("no commands are taken: the disk has ")
                    .endsWith(disk.reserve() + " are kept"));
            assertThat(fleet.statuses(second)).isEmpty();
            disk.free();
            assertThat(fleet.end(second).status()).isEqualTo(Status.SUCCEEDED);
            assertThat(fleet.end(third).status()).isEqualTo(Status.SUCCEEDED);
            await().untilAsserted(() -> assertThat(heartbeat().condition()).isEmpty());
            assertThat(method.runs).containsExactly("before", "second", "third");
            assertThat(agent.failure()).isNotDone();
            agent.close();
        }
    }

    @Test
    void a_disk_that_others_fill_to_the_last_byte_costs_no_end() throws Exception {
        try (SmallDisk disk = SmallDisk.at(data.resolve("small"))) {
            Map<String, String> settings = Map.of("journal.reserve", disk.reserve());
            agent = start(disk.folder().resolve("agent"), settings);
            CommandId running =
                    fleet.send(node + ".command.record.log", Map.of("say", "x".repeat(20_000), "wait", true));
            fleet.await(running, Status.STARTED);
            if (disk.ownFileSystem()) {
                disk.fillWhole();
            } else {
                disk.fill();
            }
            method.recovery = new Recovery.Ended(Outcome.done("the true end"));
            method.permits.release();
            await().until(() ->
                    agent.failure().isDone() || fleet.statuses(running).contains(Status.SUCCEEDED));
            disk.free();
            if (agent.failure().isDone()) { // its supervisor starts it again
                agent.close();
                agent = start(disk.folder().resolve("agent"), settings);
            }
            Ack end = fleet.end(running);
            assertThat(end.status()).isEqualTo(Status.SUCCEEDED);
            assertThat(method.runs).hasSize(1);
            agent.close();
        }
    }

    @Test
    void while_the_stream_is_full_acks_are_held_and_work_goes_on() throws Exception {
        agent = start(data, Map.of());
        CommandId first = fleet.send(node + ".command.record.one", Map.of("say", "first", "wait", true));
        CommandId second = fleet.send(node + ".command.record.two", Map.of("say", "second", "wait", true));
        fleet.await(first, Status.STARTED);
        fleet.await(second, Status.STARTED);
        limit(1);
        method.permits.release(2);
        await().untilAsserted(() -> {
            assertThat(heartbeat().outbox()).isGreaterThanOrEqualTo(2);
            assertThat(heartbeat().running()).isZero();
        });
        assertThat(fleet.statuses(first)).doesNotContain(Status.SUCCEEDED);
        limit(-1);
        assertThat(fleet.end(first).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.end(second).status()).isEqualTo(Status.SUCCEEDED);
        await().untilAsserted(() -> assertThat(heartbeat().outbox()).isZero());
    }

    private void limit(long bytes) throws Exception {
        JetStreamManagement management = fleet.controller().jetStreamManagement();
        StreamConfiguration now = management.getStreamInfo("COMMANDS").getConfiguration();
        management.updateStream(StreamConfiguration.builder(now).maxBytes(bytes).build());
    }

    @Test
    void a_clock_that_jumps_hours_either_way_expires_nothing_early_and_nothing_late() throws Exception {
        agent = start(data, Map.of());
        fleet.end(send("measured"));
        wrong = Duration.ofHours(3);
        assertThat(fleet.end(expiring(Instant.now().plusSeconds(3600))).status())
                .isEqualTo(Status.SUCCEEDED);
        assertSkew(wrong);
        wrong = Duration.ofHours(-3);
        assertThat(fleet.end(expiring(Instant.now().minusSeconds(60))).status()).isEqualTo(Status.EXPIRED);
        assertSkew(wrong);
    }

    @Test
    void a_clock_that_is_hours_behind_from_the_start_is_known_by_the_first_command() throws Exception {
        wrong = Duration.ofHours(-3);
        CommandId waiting = expiring(Instant.now().minusSeconds(60));
        agent = start(data, Map.of());
        assertThat(fleet.end(waiting).status()).isEqualTo(Status.EXPIRED);
    }

    private void assertSkew(Duration expected) {
        await().untilAsserted(() -> assertThat(heartbeat().skew().orElseThrow())
                .isBetween(expected.minusSeconds(30), expected.plusSeconds(30)));
    }

    @Test
    void of_two_agents_with_one_name_the_second_is_refused_and_the_first_says_so() throws Exception {
        agent = start(data.resolve("first"), Map.of());
        fleet.end(send("1"));
        RecordingMethod other = new RecordingMethod();
        try (Agent second = TestAgent.start(broker, node, data.resolve("second"), other, Map.of())) {
            await().until(() -> second.failure().isDone());
            assertThat(second.failure().get())
                    .isInstanceOf(NameInUse.class)
                    .hasMessageStartingWith("node name \"" + node + "\" is in use by another agent (instance ")
                    .hasMessageEndingWith("stop one of the two, or enrol this machine under a name of its own");
        }
        await().untilAsserted(() -> assertThat(heartbeat().condition().orElse("none"))
                .startsWith("another agent uses this node's name: instance "));
        await().untilAsserted(() ->
                assertThat(fleet.events(node + ".event.namesake.agent")).hasSize(1));
        fleet.end(send("2"));
        assertThat(agent.failure()).isNotDone();
        assertThat(method.runs).containsExactly("1", "2");
        assertThat(other.runs).isEmpty();
    }
}
