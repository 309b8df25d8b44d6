package io.steward.model.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.Examples;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Signed;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.SigningBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final OperatorKeys ALICE = OperatorKeys.fresh("alice");
    private static final OperatorKeys BOB = OperatorKeys.fresh("bob");
    private static final OperatorKeys CONTROLLER = OperatorKeys.fresh("controller", true);
    private static final Instant NOW = Examples.NINE.plusSeconds(60);
    private static final Rule ALICE_ALL = rule(Rule.Effect.ALLOW, "alice", Optional.empty());

    @Test
    void what_its_issuer_signed_and_a_rule_allows_is_done() {
        assertThat(judge(policy(ALICE_ALL), signed(command("alice"), ALICE))).isEmpty();
    }

    @Test
    void what_nobody_signed_is_refused_unless_the_node_takes_it() {
        Command command = command("alice");
        assertThat(code(judge(policy(ALICE_ALL), command))).isEqualTo("unsigned");
        assertThat(policy(ALICE_ALL).judge(command, SigningBytes.of(command), Map.of(), true, NOW))
                .isEmpty();
    }

    @Test
    void every_part_of_a_command_is_covered() {
        Command command = signed(command("alice"), ALICE);
        Signed signature = command.signature().orElseThrow();
        List<Command> altered = List.of(
                with(command, Subject.command(Examples.SHIP1, "shellcommand", "operatingsystem"), command.args()),
                with(command, Subject.command(Examples.SHIP2, "shellcommand", "other"), command.args()),
                with(command, command.subject(), new Args(Map.of("argv", List.of("rm", "-a")))),
                copy(command, "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f61", command.issuedAt(), command.expiresAt()),
                copy(command, command.id().value(), command.issuedAt().plusMillis(1), command.expiresAt()),
                copy(command, command.id().value(), command.issuedAt(), Optional.empty()),
                copy(command, command.id().value(), command.issuedAt(), Optional.of(NOW.plus(Duration.ofDays(9)))));
        for (Command other : altered) {
            assertThat(code(judge(policy(ALICE_ALL), other.with(signature)))).isEqualTo("bad-signature");
            assertThat(policy(ALICE_ALL)
                            .judge(other.with(signature), SigningBytes.of(other), Map.of(), true, NOW)
                            .map(Fault::code))
                    .as("a wrong signature is worse than none")
                    .contains("bad-signature");
        }
    }

    @Test
    void an_operator_signs_for_nobody_else() {
        Rule both = rule(Rule.Effect.ALLOW, "*", Optional.empty());
        assertThat(code(judge(policy(both), signed(command("alice"), BOB)))).isEqualTo("wrong-issuer");
        assertThat(judge(policy(both), signed(command("alice"), CONTROLLER))).isEmpty();
        assertThat(code(judge(policy(ALICE_ALL), signed(command("alice"), CONTROLLER))))
                .as("who vouches needs to be allowed it, too")
                .isEqualTo("not-allowed");
        assertThat(code(judge(policy(ALICE_ALL), signed(command("mallory"), OperatorKeys.fresh("mallory")))))
                .isEqualTo("unknown-key");
    }

    @Test
    void keys_and_commands_have_their_time() {
        TrustedKey ended = new TrustedKey("alice", ALICE.trusted().key(), Optional.of(NOW), false);
        Policy late = Policy.of(1, Optional.empty(), List.of(ended), List.of(ALICE_ALL));
        assertThat(code(judge(late, signed(command("alice"), ALICE)))).isEqualTo("key-expired");
        Policy fresh =
                Policy.of(1, Optional.of(Examples.NINE.plusMillis(1)), List.of(ALICE.trusted()), List.of(ALICE_ALL));
        assertThat(code(judge(fresh, signed(command("alice"), ALICE)))).isEqualTo("too-old");
    }

    @Test
    void a_denying_rule_beats_all_that_allow() {
        Rule noRm = rule(Rule.Effect.DENY, "*", Optional.of(Map.of("argv", ArgPattern.list(List.of("rm", "**")))));
        Policy policy = policy(ALICE_ALL, noRm);
        assertThat(policy.refusal(asked(Map.of("argv", List.of("ls"))))).isEmpty();
        assertThat(policy.refusal(asked(Map.of("argv", List.of("rm", "-r", "/"))))
                        .map(Fault::code))
                .contains("denied");
    }

    @Test
    void an_allowing_rule_with_arguments_allows_no_others_beside_them() {
        Rule restart = rule(
                Rule.Effect.ALLOW, "alice", Optional.of(Map.of("argv", ArgPattern.list(List.of("restart", "ngin*")))));
        Policy policy = policy(restart);
        assertThat(policy.refusal(asked(Map.of("argv", List.of("restart", "nginx")))))
                .isEmpty();
        assertThat(policy.refusal(asked(Map.of("argv", List.of("restart", "nginx", "x")))))
                .isPresent();
        assertThat(policy.refusal(asked(Map.of("argv", List.of("restart"))))).isPresent();
        assertThat(policy.refusal(asked(Map.of("argv", "restart")))).isPresent();
        assertThat(policy.refusal(asked(Map.of())))
                .as("an argument that the rule names is there")
                .isPresent();
        assertThat(policy.refusal(asked(Map.of("argv", List.of("restart", "nginx"), "env", Map.of("LD_PRELOAD", "x")))))
                .isPresent();
    }

    @Test
    void nodes_are_told_apart_by_name_and_label() {
        Rule hamburg = new Rule(
                Rule.Effect.ALLOW,
                List.of(new Glob("alice")),
                List.of(),
                List.of(),
                List.of(new Glob("ship*")),
                Map.of("site", new Glob("ham*")),
                Optional.empty());
        assertThat(policy(hamburg).refusal(asked("ship1", Map.of("site", "hamburg"))))
                .isEmpty();
        assertThat(policy(hamburg).refusal(asked("ship1", Map.of("site", "kiel"))))
                .isPresent();
        assertThat(policy(hamburg).refusal(asked("ship1", Map.of()))).isPresent();
        assertThat(policy(hamburg).refusal(asked("shop1", Map.of("site", "hamburg"))))
                .isPresent();
    }

    @Test
    void patterns_match_as_people_expect_and_never_take_long() {
        assertThat(new Glob("a*b*c").matches("aXbYbZc")).isTrue();
        assertThat(new Glob("a*b*c").matches("aXbYbZ")).isFalse();
        assertThat(new Glob("").matches("")).isTrue();
        assertThat(new Glob("*").matches("")).isTrue();
        assertThat(new Glob("a").matches("ab")).isFalse();
        assertThat(new Glob("*a".repeat(50) + "b").matches("a".repeat(20_000))).isFalse();
    }

    private static Policy policy(Rule... rules) {
        return Policy.of(
                3, Optional.empty(), List.of(ALICE.trusted(), BOB.trusted(), CONTROLLER.trusted()), List.of(rules));
    }

    private static Rule rule(Rule.Effect effect, String operator, Optional<Map<String, ArgPattern>> args) {
        return new Rule(effect, List.of(new Glob(operator)), List.of(), List.of(), List.of(), Map.of(), args);
    }

    private static Optional<Fault> judge(Policy policy, Command command) {
        return policy.judge(command, SigningBytes.of(command), Map.of(), false, NOW);
    }

    private static String code(Optional<Fault> fault) {
        return fault.map(Fault::code).orElse("allowed");
    }

    private static Asked asked(Map<String, Object> args) {
        return new Asked(
                "alice", Examples.SHIP1, new ProcessName("shellcommand", "operatingsystem"), Map.of(), new Args(args));
    }

    private static Asked asked(String node, Map<String, String> labels) {
        return new Asked(
                "alice", NodeName.of(node), new ProcessName("shellcommand", "operatingsystem"), labels, Args.NONE);
    }

    private static Command signed(Command command, OperatorKeys by) {
        return command.with(by.secret().sign(SigningBytes.of(command)));
    }

    private static Command command(String issuer) {
        Command uname = Examples.uname();
        return new Command(
                uname.id(),
                uname.subject(),
                issuer,
                uname.issuedAt(),
                Optional.of(NOW.plusSeconds(60)),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                uname.args(),
                Optional.empty(),
                Optional.empty());
    }

    private static Command with(Command command, Subject subject, Args args) {
        return new Command(
                command.id(),
                subject,
                command.issuedBy(),
                command.issuedAt(),
                command.expiresAt(),
                command.timeout(),
                command.onCrash(),
                command.supersedes(),
                args,
                command.reason(),
                command.requestKey());
    }

    private static Command copy(Command command, String id, Instant issuedAt, Optional<Instant> expiresAt) {
        return new Command(
                io.steward.model.command.CommandId.of(id),
                command.subject(),
                command.issuedBy(),
                issuedAt,
                expiresAt,
                command.timeout(),
                command.onCrash(),
                command.supersedes(),
                command.args(),
                command.reason(),
                command.requestKey());
    }
}
