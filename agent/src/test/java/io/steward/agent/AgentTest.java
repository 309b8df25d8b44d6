package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent does with a broker that stays there. Each test has a node of its own. */
@BrokerTest
class AgentTest {
    private static int nodes;

    @TempDir
    Path data;

    private final String node = "ship" + (++nodes);
    private final RecordingMethod method = new RecordingMethod();
    private TestBroker broker;
    private Fleet fleet;
    private Agent agent;

    @BeforeEach
    void an_agent(TestBroker given) throws Exception {
        broker = given;
        fleet = new Fleet(broker, node);
        agent = start(Map.of());
    }

    @AfterEach
    void no_agent() {
        assertThat(agent.failure()).isNotDone();
        agent.close();
    }

    private Agent start(Map<String, String> more) {
        return TestAgent.start(broker, node, data, method, more);
    }

    private CommandId send(String domain, Map<String, Object> args) {
        return fleet.send(node + ".command.record." + domain, args);
    }

    private CommandId sendFor(String domain, Map<String, Object> args, Optional<Instant> expires, OnCrash onCrash) {
        return fleet.send(Fleet.command(
                Fleet.freshId(), node + ".command.record." + domain, args, expires, Optional.empty(), onCrash, false));
    }

    private void restart() {
        agent.close();
        agent = start(Map.of());
    }

    @Test
    void a_command_is_delivered_started_and_ended() {
        CommandId id = send("log", Map.of("say", "hello"));
        Ack end = fleet.end(id);
        assertThat(end.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(end.output().stdout()).isEqualTo("hello");
        assertThat(end.attempt()).isEqualTo(1);
        assertThat(end.deliveredAt().orElseThrow())
                .isBeforeOrEqualTo(end.startedAt().orElseThrow());
        assertThat(end.startedAt().orElseThrow()).isBeforeOrEqualTo(end.at());
        // A quick end may go alone, since it says it all.
        assertThat(List.of(Status.DELIVERED, Status.STARTED, Status.SUCCEEDED)).containsSubsequence(fleet.statuses(id));
    }

    @Test
    void each_step_of_a_slow_command_is_told_by_itself() {
        CommandId id = send("slow", Map.of("wait", true));
        fleet.await(id, Status.STARTED);
        method.permits.release();
        fleet.end(id);
        assertThat(fleet.statuses(id)).isEqualTo(List.of(Status.DELIVERED, Status.STARTED, Status.SUCCEEDED));
    }

    @Test
    void fifty_commands_for_one_process_run_in_order_once_each() {
        CommandId last = null;
        for (int i = 0; i < 50; i++) {
            last = send("log", Map.of("say", "" + i));
        }
        fleet.end(last);
        assertThat(method.runs)
                .isEqualTo(java.util.stream.IntStream.range(0, 50)
                        .mapToObj(i -> "" + i)
                        .toList());
    }

    @Test
    void another_process_is_not_held_up_by_a_long_command() {
        CommandId slow = send("slow", Map.of("wait", true));
        fleet.await(slow, Status.STARTED);
        assertThat(fleet.end(send("fast", Map.of())).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.statuses(slow)).doesNotContain(Status.SUCCEEDED);
        method.permits.release();
        assertThat(fleet.end(slow).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void a_command_published_again_outside_the_dedupe_window_runs_once() {
        Command command = Fleet.command(node + ".command.record.log", Map.of("say", "once"));
        fleet.send(command);
        fleet.end(command.id());
        // Another message id is what the stream sees when its window has passed.
        fleet.raw(command.subject().toString(), command.id() + ".again", Codec.encode(command));
        fleet.end(send("log", Map.of("say", "later")));
        assertThat(method.runs).containsExactly("once", "later");
        List<Ack> told = fleet.acks(command.id());
        assertThat(told).extracting(Ack::status).doesNotHaveDuplicates().endsWith(Status.SUCCEEDED);
        restart();
        fleet.raw(command.subject().toString(), command.id() + ".and-again", Codec.encode(command));
        fleet.end(send("log", Map.of("say", "last")));
        assertThat(method.runs).containsExactly("once", "later", "last");
        assertThat(fleet.acks(command.id())).isEqualTo(told);
    }

    @Test
    void what_has_expired_is_not_started() {
        CommandId id = sendFor("log", Map.of(), Optional.of(Instant.now().minusSeconds(1)), OnCrash.REPORT);
        assertThat(fleet.end(id).status()).isEqualTo(Status.EXPIRED);
        assertThat(method.runs).isEmpty();
    }

    @Test
    void what_takes_too_long_is_stopped() {
        CommandId id = fleet.send(Fleet.command(
                Fleet.freshId(),
                node + ".command.record.log",
                Map.of("wait", true),
                Optional.empty(),
                Optional.of(Duration.ofMillis(200)),
                OnCrash.REPORT,
                false));
        assertThat(fleet.end(id).status()).isEqualTo(Status.TIMED_OUT);
    }

    @Test
    void unknown_processes_bad_arguments_and_exceptions_each_have_their_answer() {
        Ack unknown = fleet.end(fleet.send(node + ".command.nosuch.log", Map.of()));
        assertThat(unknown.status()).isEqualTo(Status.REJECTED);
        assertThat(unknown.error().orElseThrow().code()).isEqualTo("unknown-process");
        assertThat(unknown.error().orElseThrow().message()).contains("nosuch.log", "record");
        Ack asked = fleet.end(send("asked", Map.of()));
        assertThat(asked.error().orElseThrow().code()).isEqualTo("unknown-process");
        Ack refused = fleet.end(send("log", Map.of("refuse", true)));
        assertThat(refused.status()).isEqualTo(Status.REJECTED);
        assertThat(refused.error().orElseThrow().code()).isEqualTo("bad-args");
        assertThat(refused.error().orElseThrow().message()).contains("args.refuse", "true", "false");
        Ack thrown = fleet.end(send("log", Map.of("throw", true)));
        assertThat(thrown.status()).isEqualTo(Status.FAILED);
        assertThat(thrown.error().orElseThrow().code()).isEqualTo("handler-failed");
    }

    @Test
    void cancel_ends_what_waits_and_what_runs_and_says_when_it_is_too_late() {
        CommandId running = send("log", Map.of("wait", true));
        CommandId waiting = send("log", Map.of("say", "never"));
        fleet.await(running, Status.STARTED);
        fleet.await(waiting, Status.DELIVERED);
        String cancel = node + ".command.cancel.operatingsystem";
        assertThat(fleet.end(fleet.send(cancel, Map.of("commandId", waiting.value())))
                        .status())
                .isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.end(waiting).status()).isEqualTo(Status.CANCELED);
        assertThat(fleet.end(fleet.send(cancel, Map.of("commandId", running.value())))
                        .status())
                .isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.end(running).status()).isEqualTo(Status.CANCELED);
        Ack late = fleet.end(fleet.send(cancel, Map.of("commandId", running.value())));
        assertThat(late.status()).isEqualTo(Status.FAILED);
        assertThat(late.error().orElseThrow().code()).isEqualTo("too-late");
        assertThat(late.error().orElseThrow().message()).contains("CANCELED");
        Ack unknown =
                fleet.end(fleet.send(cancel, Map.of("commandId", Fleet.freshId().value())));
        assertThat(unknown.error().orElseThrow().code()).isEqualTo("unknown-command");
        assertThat(fleet.end(fleet.send(cancel, Map.of("commandId", "x"))).status())
                .isEqualTo(Status.REJECTED);
        assertThat(method.runs).doesNotContain("never");
    }

    @Test
    void what_was_canceled_while_the_agent_was_away_never_starts() {
        agent.close();
        for (int i = 0; i < 20; i++) {
            CommandId canceled = send("quick" + i, Map.of("say", "never"));
            fleet.send(node + ".command.cancel.operatingsystem", Map.of("commandId", canceled.value()));
        }
        CommandId expired = send("kept", Map.of("say", "kept"));
        fleet.send(Fleet.command(
                Fleet.freshId(),
                node + ".command.cancel.operatingsystem",
                Map.of("commandId", expired.value()),
                Optional.of(Instant.now().minusSeconds(1)),
                Optional.empty(),
                OnCrash.REPORT,
                false));
        CommandId last = send("last", Map.of("say", "last"));
        agent = start(Map.of());
        assertThat(fleet.end(last).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.end(expired).status()).as("its cancel had expired").isEqualTo(Status.SUCCEEDED);
        assertThat(method.runs).containsExactlyInAnyOrder("kept", "last");
    }

    @Test
    void a_superseding_command_replaces_those_before_it_that_wait() {
        CommandId running = send("log", Map.of("wait", true));
        fleet.await(running, Status.STARTED);
        CommandId old = send("log", Map.of("say", "old"));
        CommandId other = send("other", Map.of("say", "other"));
        CommandId fresh = fleet.send(Fleet.command(
                Fleet.freshId(),
                node + ".command.record.log",
                Map.of("say", "new"),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                true));
        assertThat(fleet.end(old).status()).isEqualTo(Status.SUPERSEDED);
        assertThat(fleet.end(other).status()).isEqualTo(Status.SUCCEEDED);
        method.permits.release();
        assertThat(fleet.end(fresh).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(method.runs).contains("new").doesNotContain("old");
    }

    @Test
    void processes_are_listed_started_and_stopped_by_command_and_remembered() {
        String process = node + ".command.process.agent";
        Map<String, Object> asked = Map.of("method", "record", "domain", "asked");
        assertThat(fleet.end(fleet.send(process, with(asked, "action", "start")))
                        .status())
                .isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.end(send("asked", Map.of())).status()).isEqualTo(Status.SUCCEEDED);
        restart();
        assertThat(fleet.end(fleet.send(process, Map.of("action", "list")))
                        .output()
                        .stdout())
                .contains("\"method\":\"record\",\"domain\":\"asked\"");
        assertThat(fleet.end(fleet.send(process, with(asked, "action", "stop"))).status())
                .isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.end(send("asked", Map.of())).status()).isEqualTo(Status.REJECTED);
        Ack bad =
                fleet.end(fleet.send(process, with(with(asked, "action", "start"), "settings", Map.of("bad", "one"))));
        assertThat(bad.status()).isEqualTo(Status.FAILED);
        assertThat(bad.error().orElseThrow().message()).contains("settings.bad", "one");
        assertThat(fleet.end(fleet.send(process, Map.of("action", "fly"))).status())
                .isEqualTo(Status.REJECTED);
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(map);
        more.put(key, value);
        return more;
    }

    @Test
    void poison_is_settled_reported_and_answered_where_it_names_itself() throws Exception {
        String subject = node + ".command.record.log";
        CommandId broken = Fleet.freshId();
        fleet.raw(subject, node + "-1", "not json".getBytes(StandardCharsets.UTF_8));
        fleet.raw(subject, node + "-2", "{\"v\":1,\"issuedBy\":\"alice\"}".getBytes(StandardCharsets.UTF_8));
        fleet.raw(subject, node + "-3", ("{\"v\":9,\"id\":\"" + broken + "\"}").getBytes(StandardCharsets.UTF_8));
        fleet.raw(subject, node + "-4", new byte[950 * 1024]);
        fleet.raw(subject + ".five", node + "-5", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(fleet.end(send("log", Map.of("say", "alive"))).status()).isEqualTo(Status.SUCCEEDED);
        Ack rejected = fleet.end(broken);
        assertThat(rejected.status()).isEqualTo(Status.REJECTED);
        assertThat(rejected.error().orElseThrow().code()).isEqualTo("wrong-version");
        Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .untilAsserted(() ->
                        assertThat(fleet.events(node + ".event.poison.agent")).hasSize(5));
        assertThat(fleet.events(node + ".event.poison.agent").stream()
                        .map(event -> new String(event.getData(), StandardCharsets.UTF_8)))
                .satisfiesExactly(
                        one -> assertThat(one).contains("\"code\":\"not-json\"", subject),
                        two -> assertThat(two).contains("\"code\":\"missing-field\"", "\\\"id\\\""),
                        three -> assertThat(three).contains("\"code\":\"wrong-version\""),
                        four -> assertThat(four).contains("\"code\":\"too-large\""),
                        five -> assertThat(five).contains("\"code\":\"bad-subject\""));
        Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .untilAsserted(() -> assertThat(fleet.controller()
                                .jetStreamManagement()
                                .getConsumerInfo("COMMANDS", node)
                                .getNumAckPending())
                        .isZero());
    }

    @Test
    void work_that_was_under_way_when_the_agent_stopped_ends_as_its_handler_finds_out() {
        CommandId ended = send("a", Map.of("say", "ended", "wait", true));
        fleet.await(ended, Status.STARTED);
        method.awaitRun("ended");
        agent.close();
        method.recovery = new Recovery.Ended(Outcome.done("the true end"));
        agent = start(Map.of());
        assertThat(fleet.end(ended).output().stdout()).isEqualTo("the true end");
        assertThat(method.runs).containsExactly("ended");
        assertThat(method.recoveries).containsExactly("ended");
    }

    @Test
    void work_of_which_nobody_knows_the_end_is_interrupted_or_repeated_as_its_sender_said() {
        CommandId reported = sendFor("a", Map.of("say", "report", "wait", true), Optional.empty(), OnCrash.REPORT);
        CommandId repeated = sendFor("b", Map.of("say", "repeat", "wait", true), Optional.empty(), OnCrash.REPEAT);
        fleet.await(reported, Status.STARTED);
        fleet.await(repeated, Status.STARTED);
        method.awaitRun("report");
        method.awaitRun("repeat");
        agent.close();
        method.permits.release();
        agent = start(Map.of());
        assertThat(fleet.end(reported).status()).isEqualTo(Status.INTERRUPTED);
        Ack end = fleet.end(repeated);
        assertThat(end.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(end.attempt()).isEqualTo(2);
        assertThat(method.runs).containsExactlyInAnyOrder("report", "repeat", "repeat");
    }

    @Test
    void work_that_never_ran_is_run_as_the_same_attempt() {
        CommandId id = send("a", Map.of("say", "once", "wait", true));
        fleet.await(id, Status.STARTED);
        agent.close();
        method.recovery = new Recovery.NeverRan();
        method.permits.release();
        agent = start(Map.of());
        assertThat(fleet.end(id).attempt()).isEqualTo(1);
        assertThat(fleet.statuses(id)).isEqualTo(List.of(Status.DELIVERED, Status.STARTED, Status.SUCCEEDED));
    }

    @Test
    void the_agent_says_that_it_is_there_what_it_runs_on_and_that_it_leaves() throws Exception {
        Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(heartbeat().leaving()).isFalse());
        Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .untilAsserted(() ->
                        assertThat(fleet.events(node + ".event.facts.system")).hasSize(1));
        Hello hello = EventCodec.decodeHello(
                fleet.events(node + ".event.hello.agent").get(0).getData());
        assertThat(hello.journalId()).isEqualTo(agent.journalId());
        assertThat(EventCodec.decodeFacts(fleet.events(node + ".event.facts.system")
                                .get(0)
                                .getData())
                        .cpus())
                .isPositive();
        agent.close();
        Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .untilAsserted(() -> assertThat(heartbeat().leaving()).isTrue());
    }

    private Heartbeat heartbeat() throws Exception {
        return EventCodec.decodeHeartbeat(fleet.controller()
                .jetStreamManagement()
                .getLastMessage("PRESENCE", node + ".presence.heartbeat.agent")
                .getData());
    }

    @Test
    void a_second_agent_on_the_same_folder_is_refused() {
        assertThatThrownBy(() -> start(Map.of()))
                .hasRootCauseMessage("data.dir \"" + data + "\" is in use by another agent: give each its own");
    }

    @Test
    void processes_in_the_settings_run_from_the_start_and_wrong_ones_stop_it() {
        agent.close();
        assertThatThrownBy(() -> start(Map.of("process.record.asked", "{\"bad\":\"one\"}")))
                .hasMessageContaining("settings.bad");
        assertThatThrownBy(() -> start(Map.of("process.record.asked", "nonsense")))
                .hasMessageContaining("process.record.asked");
        agent = start(Map.of("process.record.asked", "{}"));
        assertThat(fleet.end(send("asked", Map.of())).status()).isEqualTo(Status.SUCCEEDED);
    }
}
