package io.steward.agent.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.trust.Glob;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.wire.Codec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatekeeperTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final NodeName SHIP1 = NodeName.of("ship1");

    private final OperatorKeys alice = OperatorKeys.fresh("alice");
    private final List<Policy> kept = new ArrayList<>();
    private Instant own = NINE;
    private Instant broker = NINE;

    private Gatekeeper gatekeeper(boolean unsignedToo, Optional<Policy> policy) {
        Gatekeeper.Terms terms = new Gatekeeper.Terms(SHIP1, Map.of(), unsignedToo, Duration.ofMinutes(5));
        return new Gatekeeper(terms, policy, kept::add, () -> own, () -> broker);
    }

    private Policy policy(long version, String methods) {
        Rule rule = new Rule(
                Rule.Effect.ALLOW,
                List.of(),
                List.of(new Glob(methods)),
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty());
        return Policy.of(version, Optional.empty(), List.of(alice.trusted()), List.of(rule));
    }

    private Command command(Instant made, Optional<Instant> expires) {
        return alice.sign(new Command(
                CommandId.from(made, 1, 1),
                Subject.command(SHIP1, "record", "log"),
                "alice",
                NINE,
                expires,
                Optional.empty(),
                OnCrash.REPORT,
                false,
                Args.NONE,
                Optional.empty(),
                Optional.empty()));
    }

    private static String code(Gatekeeper.Verdict verdict) {
        return verdict.refusal().map(Fault::code).orElse("") + (verdict.vouched() ? ", vouched" : "");
    }

    private String code(Gatekeeper gatekeeper, Command command) {
        return code(gatekeeper.verdict(command, Codec.encode(command)));
    }

    @Test
    void a_command_has_expired_by_the_broker_or_well_after_it_by_the_own_clock_whoever_tells_another_time() {
        Gatekeeper refusing = gatekeeper(false, Optional.of(policy(1, "*")));
        Command command = command(NINE, Optional.of(NINE.plusSeconds(60)));
        assertThat(refusing.expiry(command)).isEmpty();
        broker = NINE.plusSeconds(61);
        assertThat(refusing.expiry(command)).isPresent();
        broker = NINE.minus(Duration.ofDays(300));
        own = NINE.plusSeconds(60 + 299);
        assertThat(refusing.expiry(command)).isEmpty();
        own = NINE.plusSeconds(60 + 301);
        assertThat(refusing.expiry(command).orElseThrow().message()).contains("own clock");
        assertThat(gatekeeper(true, Optional.empty()).expiry(command))
                .as("where unsigned commands are accepted the broker is trusted")
                .isEmpty();
    }

    @Test
    void a_key_that_has_ended_is_not_brought_back_by_a_broker_that_tells_an_old_time() {
        Policy ends = Policy.of(
                1,
                Optional.empty(),
                List.of(new io.steward.model.trust.TrustedKey(
                        "alice", alice.trusted().key(), Optional.of(NINE.plusSeconds(60)), false)),
                policy(1, "*").rules());
        Gatekeeper refusing = gatekeeper(false, Optional.of(ends));
        broker = NINE.minusSeconds(1);
        assertThat(code(refusing, command(NINE, Optional.empty()))).isEqualTo(", vouched");
        own = NINE.plusSeconds(60 + 301);
        assertThat(code(refusing, command(NINE, Optional.empty()))).isEqualTo("key-expired");
    }

    @Test
    void an_id_of_tomorrow_is_not_taken_lest_all_others_become_too_old() {
        Gatekeeper refusing = gatekeeper(false, Optional.of(policy(1, "*")));
        assertThat(code(refusing, command(NINE.plus(Duration.ofHours(23)), Optional.empty())))
                .isEqualTo(", vouched");
        assertThat(code(refusing, command(NINE.plus(Duration.ofHours(25)), Optional.empty())))
                .isEqualTo("too-new");
        broker = NINE.plus(Duration.ofDays(90_000));
        assertThat(code(refusing, command(NINE.plus(Duration.ofHours(25)), Optional.empty())))
                .as("whatever the broker says the time is")
                .isEqualTo("too-new");
        assertThat(code(
                        gatekeeper(false, Optional.of(policy(1, "other"))),
                        command(NINE.plus(Duration.ofHours(25)), Optional.empty())))
                .as("nobody vouches for such an id, also where a rule refuses it")
                .isEqualTo("not-allowed");
    }

    @Test
    void what_a_trusted_key_signed_is_vouched_for_even_if_it_is_refused() {
        assertThat(code(gatekeeper(false, Optional.of(policy(1, "other"))), command(NINE, Optional.empty())))
                .isEqualTo("not-allowed, vouched");
        assertThat(code(gatekeeper(true, Optional.empty()), command(NINE, Optional.empty())))
                .as("a signature is never ignored")
                .isEqualTo("unknown-key");
    }

    @Test
    void an_id_that_may_be_a_forgotten_one_is_too_old_if_it_is_signed() {
        Command command = command(NINE, Optional.empty());
        assertThat(Gatekeeper.tooOld(command, Optional.empty())).isEmpty();
        assertThat(Gatekeeper.tooOld(command, Optional.of(command.id()))).isPresent();
        assertThat(Gatekeeper.tooOld(command, Optional.of(CommandId.from(NINE, 1, 0))))
                .isEmpty();
    }

    @Test
    void a_policy_is_replaced_by_a_higher_version_alone_and_not_by_one_that_nobody_could_replace() {
        Gatekeeper refusing = gatekeeper(false, Optional.of(policy(5, "*")));
        assertThat(refusing.adopt(policy(5, "*"), true).orElseThrow().code()).isEqualTo("old-version");
        assertThat(refusing.adopt(policy(6, "shellcommand"), false)
                        .orElseThrow()
                        .code())
                .isEqualTo("locks-out");
        assertThat(kept).isEmpty();
        assertThat(refusing.adopt(policy(6, "policy"), false)).isEmpty();
        assertThat(refusing.adopt(policy(7, "shellcommand"), true)).isEmpty();
        assertThat(kept).extracting(Policy::version).containsExactly(6L, 7L);
        assertThat(refusing.policy().orElseThrow().version()).isEqualTo(7);
    }

    @Test
    void a_policy_that_no_disk_holds_is_not_in_force() {
        Gatekeeper.Terms terms = new Gatekeeper.Terms(SHIP1, Map.of(), false, Duration.ZERO);
        Gatekeeper full = new Gatekeeper(
                terms,
                Optional.of(policy(1, "*")),
                newer -> {
                    throw new IOException("No space left on device");
                },
                () -> own,
                () -> broker);
        assertThat(full.adopt(policy(2, "*"), false).orElseThrow().message()).contains("No space left");
        assertThat(full.policy().orElseThrow().version()).isEqualTo(1);
    }
}
