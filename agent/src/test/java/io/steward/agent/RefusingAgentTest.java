package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.agent.trust.PolicyFile;
import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.subject.Subject;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with a policy, over its restarts and the policy's changes. Each test has a node of its own. */
@BrokerTest
class RefusingAgentTest {
    private static int nodes;

    @TempDir
    Path folder;

    private final String node = "guard" + (++nodes);
    private final Operators operators = new Operators();
    private final RecordingMethod method = new RecordingMethod();
    private TestBroker broker;
    private Fleet fleet;
    private Optional<Agent> agent = Optional.empty();

    @BeforeEach
    void a_fleet(TestBroker given) throws Exception {
        broker = given;
        fleet = new Fleet(broker, node);
    }

    @AfterEach
    void no_agent() {
        stop();
    }

    private void stop() {
        agent.ifPresent(running -> {
            assertThat(running.failure()).isNotDone();
            running.close();
        });
        agent = Optional.empty();
    }

    private void start(Policy policy, Map<String, String> more) throws Exception {
        stop();
        agent = Optional.of(TestAgent.start(
                broker, node, folder.resolve("data"), method, Operators.refusing(folder, policy, more)));
    }

    private void start(Policy policy) throws Exception {
        start(policy, Map.of());
    }

    private CommandId send(OperatorKeys who, String process, Map<String, Object> args) {
        return fleet.send(made(who, process, args, OnCrash.REPORT, false));
    }

    private Command made(
            OperatorKeys who, String process, Map<String, Object> args, OnCrash onCrash, boolean supersedes) {
        return who.sign(new Command(
                Fleet.freshId(),
                Subject.parse(node + ".command." + process),
                who.secret().name(),
                Instant.now(),
                Optional.empty(),
                Optional.empty(),
                onCrash,
                supersedes,
                new Args(new HashMap<>(args)),
                Optional.empty(),
                Optional.empty()));
    }

    private String end(CommandId id) {
        Ack end = fleet.end(id);
        return end.status()
                + end.error().map(Fault::code).map(code -> " " + code).orElse("");
    }

    /** Bob may record as well, if he is allowed to. */
    private Policy withBob(long version, Rule.Effect effect) {
        return operators.policy(version, List.of(Operators.rule(effect, "bob", "*", Optional.empty())));
    }

    private void awaitPolicyTold(String version) {
        Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .until(() -> fleet.events(node + ".event.facts.system").stream().anyMatch(message -> {
                    try {
                        return version.equals(
                                EventCodec.decodeFacts(message.getData()).more().get("policyVersion"));
                    } catch (io.steward.model.wire.Unreadable e) {
                        return false;
                    }
                }));
    }

    @Test
    void without_a_policy_an_agent_that_refuses_does_not_start_and_one_with_a_broken_one_says_so() throws Exception {
        Map<String, String> refuse = Map.of("commands.unsigned", "refuse");
        assertThatThrownBy(() -> Agent.start(TestAgent.settings(broker, node, folder.resolve("data"), refuse)))
                .isInstanceOf(BadStart.class)
                .hasMessageContainingAll("policy.file", "commands.unsigned", "accept");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"v\":1,\"version\":1,\"keyz\":[]}");
        Map<String, String> wrong = Map.of("policy.file", broken.toString());
        assertThatThrownBy(() -> Agent.start(TestAgent.settings(broker, node, folder.resolve("data"), wrong)))
                .isInstanceOf(BadStart.class)
                .hasMessageContainingAll("policy.file", broken.toString(), "keyz");
        start(operators.policy(1));
        stop();
        Files.writeString(folder.resolve("data").resolve("policy.json"), "");
        assertThatThrownBy(() -> start(operators.policy(2)))
                .as("what can't be read may have been newer")
                .hasMessageContaining("policy.json");
    }

    @Test
    void where_unsigned_commands_are_accepted_a_signature_still_has_to_be_right() {
        agent = Optional.of(TestAgent.start(broker, node, folder.resolve("data"), method, Map.of()));
        assertThat(end(fleet.send(node + ".command.record.log", Map.of("say", "unsigned"))))
                .isEqualTo("SUCCEEDED");
        assertThat(end(send(operators.alice, "record.log", Map.of("say", "unknown"))))
                .isEqualTo("REJECTED unknown-key");
        assertThat(method.runs).containsExactly("unsigned");
    }

    @Test
    void a_new_policy_judges_what_is_behind_it_in_the_log_and_stays_in_force_over_restarts() throws Exception {
        start(withBob(1, Rule.Effect.ALLOW));
        assertThat(end(send(operators.bob, "record.log", Map.of("say", "before"))))
                .isEqualTo("SUCCEEDED");
        CommandId change = send(operators.alice, "policy.agent", Operators.bringing(withBob(2, Rule.Effect.DENY)));
        CommandId behind = send(operators.bob, "record.log", Map.of("say", "behind"));
        CommandId beside = send(operators.bob, "record.other", Map.of("say", "beside"));
        assertThat(fleet.end(change).output().stdout()).isEqualTo("policy: version 1 -> version 2\n");
        assertThat(end(behind)).isEqualTo("REJECTED denied");
        assertThat(end(beside)).isEqualTo("REJECTED denied");
        awaitPolicyTold("2");
        start(withBob(1, Rule.Effect.ALLOW));
        assertThat(end(send(operators.bob, "record.log", Map.of("say", "restarted"))))
                .isEqualTo("REJECTED denied");
        start(withBob(3, Rule.Effect.ALLOW));
        start(withBob(1, Rule.Effect.DENY));
        assertThat(end(send(operators.bob, "record.log", Map.of("say", "again"))))
                .isEqualTo("SUCCEEDED");
        assertThat(new PolicyFile(folder.resolve("data").resolve("policy.json"))
                        .kept()
                        .orElseThrow()
                        .version())
                .isEqualTo(3);
        assertThat(method.runs).containsExactly("before", "again");
    }

    @Test
    void what_waited_for_the_agent_is_judged_by_the_policy_that_waited_with_it() throws Exception {
        CommandId first = send(operators.alice, "record.a", Map.of("say", "first"));
        CommandId change = send(operators.alice, "policy.agent", Operators.bringing(withBob(2, Rule.Effect.DENY)));
        CommandId cancel = send(operators.bob, "cancel.agent", Map.of("commandId", first.value()));
        CommandId second = send(operators.alice, "record.b", Map.of("say", "second"));
        CommandId supersede = fleet.send(made(operators.bob, "record.b", Map.of("say", "bob"), OnCrash.REPORT, true));
        start(withBob(1, Rule.Effect.ALLOW));
        assertThat(end(change)).isEqualTo("SUCCEEDED");
        assertThat(end(cancel)).isEqualTo("REJECTED denied");
        assertThat(end(supersede)).isEqualTo("REJECTED denied");
        assertThat(end(first)).isEqualTo("SUCCEEDED");
        assertThat(end(second)).isEqualTo("SUCCEEDED");
        assertThat(method.runs).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void what_waited_for_the_agent_is_canceled_and_replaced_by_those_alone_who_may() throws Exception {
        CommandId kept = send(operators.alice, "record.a", Map.of("say", "kept"));
        CommandId forged = fleet.send(node + ".command.cancel.agent", Map.of("commandId", kept.value()));
        CommandId gone = send(operators.alice, "record.b", Map.of("say", "gone"));
        CommandId cancel = send(operators.alice, "cancel.agent", Map.of("commandId", gone.value()));
        CommandId old = send(operators.alice, "record.c", Map.of("say", "old"));
        CommandId unsigned = fleet.send(node + ".command.record.c", Map.of("say", "unsigned"));
        CommandId fresh = fleet.send(made(operators.alice, "record.c", Map.of("say", "fresh"), OnCrash.REPORT, true));
        start(operators.policy(1));
        assertThat(end(forged)).isEqualTo("REJECTED unsigned");
        assertThat(end(kept)).isEqualTo("SUCCEEDED");
        fleet.end(cancel);
        assertThat(end(gone)).isEqualTo("CANCELED canceled");
        assertThat(end(old)).isEqualTo("SUPERSEDED");
        assertThat(end(unsigned))
                .as("it was replaced, and could never have run")
                .isEqualTo("REJECTED unsigned");
        assertThat(end(fresh)).isEqualTo("SUCCEEDED");
        assertThat(method.runs).containsExactlyInAnyOrder("kept", "fresh");
    }

    @Test
    void work_that_was_begun_is_not_begun_again_against_a_newer_policy() throws Exception {
        start(withBob(1, Rule.Effect.ALLOW));
        Map<String, Object> waits = Map.of("wait", true, "say", "waits");
        CommandId repeated = fleet.send(made(operators.bob, "record.repeated", waits, OnCrash.REPEAT, false));
        CommandId ended = send(operators.bob, "record.ended", Map.of("wait", true, "say", "ends"));
        fleet.await(repeated, Status.STARTED);
        fleet.await(ended, Status.STARTED);
        start(withBob(2, Rule.Effect.DENY));
        assertThat(end(repeated)).isEqualTo("INTERRUPTED denied");
        assertThat(end(ended)).as("what became of it is told as ever").isEqualTo("INTERRUPTED interrupted");
        assertThat(method.runs).containsExactlyInAnyOrder("waits", "ends");
    }

    @Test
    void a_command_that_the_journal_has_forgotten_is_not_done_again() throws Exception {
        start(operators.policy(1), Map.of("journal.ended", "1"));
        Command first = made(operators.alice, "record.log", Map.of("say", "once"), OnCrash.REPORT, false);
        assertThat(end(fleet.send(first))).isEqualTo("SUCCEEDED");
        Awaitility.await("the first is forgotten").atMost(Fleet.PATIENCE).until(() -> {
            assertThat(end(send(operators.alice, "record.log", Map.of("say", "more"))))
                    .isEqualTo("SUCCEEDED");
            fleet.raw(first.subject().toString(), first.id() + "." + Fleet.freshId(), Codec.encode(first));
            end(send(operators.alice, "record.log", Map.of("say", "more")));
            return fleet.statuses(first.id()).contains(Status.REJECTED);
        });
        assertThat(fleet.acks(first.id()).stream()
                        .filter(ack -> ack.status() == Status.REJECTED)
                        .map(ack -> ack.error().orElseThrow().code()))
                .containsOnly("too-old");
        start(operators.policy(1), Map.of("journal.ended", "1"));
        fleet.raw(first.subject().toString(), first.id() + ".at-last", Codec.encode(first));
        assertThat(end(send(operators.alice, "record.log", Map.of("say", "last"))))
                .isEqualTo("SUCCEEDED");
        assertThat(method.runs).containsOnlyOnce("once").endsWith("last");
    }

    @Test
    void a_key_is_replaced_by_a_policy_that_it_signed_itself() throws Exception {
        start(operators.policy(1));
        OperatorKeys successor = OperatorKeys.fresh("alice");
        Policy rotated = Policy.of(
                2,
                Optional.empty(),
                List.of(successor.trusted()),
                operators.policy(2).rules());
        CommandId change = send(operators.alice, "policy.agent", Operators.bringing(rotated));
        assertThat(end(change)).isEqualTo("SUCCEEDED");
        assertThat(end(send(operators.alice, "record.log", Map.of()))).isEqualTo("REJECTED bad-signature");
        assertThat(end(send(successor, "record.log", Map.of("say", "new key")))).isEqualTo("SUCCEEDED");
    }
}
