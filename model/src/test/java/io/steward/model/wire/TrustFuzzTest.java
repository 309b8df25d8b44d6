package io.steward.model.wire;

import static io.steward.model.Examples.NINE;
import static io.steward.model.Examples.SHELL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.model.command.Command;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.trust.SigningKey;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Policies, keys and signed commands as bytes that somebody else has had in their hands. */
class TrustFuzzTest {
    private static final String COMMAND = """
            {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","issuedBy":"alice","issuedAt":"2026-11-22T09:00:00.000Z",
             "expiresAt":"2026-11-23T09:00:00.000Z","timeout":"PT30S","onCrash":"repeat",
             "args":{"argv":["systemctl","restart","nginx"],"n":[1,2.50,-3e8,null,true]},"unknown":{"b":1,"a":"\\u00e9"}}""";

    private static final Rule ANYTHING =
            new Rule(Rule.Effect.ALLOW, List.of(), List.of(), List.of(), List.of(), Map.of(), Optional.empty());

    private final OperatorKeys alice = OperatorKeys.fresh("alice");

    @Test
    void a_policy_is_read_or_refused_and_means_the_same_when_it_is_written() {
        String key = alice.trusted().key();
        String policy = """
                {"v":1,"version":7,"notBefore":"2026-11-22T09:00:00.000Z",
                 "keys":[{"name":"alice","key":"%s","expiresAt":"2027-11-22T09:00:00.000Z","vouches":true}],
                 "rules":[{"effect":"allow","operators":["alice"],"methods":["shell*"],"domains":["*"],"nodes":["ship*"],
                 "labels":{"site":"ham*"},"args":{"argv":["a","*","**"],"cwd":"/srv/*","env":"**"}},{"effect":"deny"}]}""".formatted(key);
        FuzzTarget.of("policy", Grammar.JSON, policy)
                .refusing(Unreadable.class)
                .inputs(3_000)
                .extremes(policy)
                .check(bytes -> {
                    Policy read = PolicyCodec.decode(bytes);
                    assertThat(PolicyCodec.decode(PolicyCodec.encode(read))).isEqualTo(read);
                });
    }

    @Test
    void no_signed_command_is_taken_that_says_something_else_than_what_was_signed() throws Unreadable {
        byte[] signed = SigningBytes.of(SHELL, COMMAND.getBytes(UTF_8));
        String value = alice.secret().sign(signed).value();
        String whole = COMMAND.replaceFirst("\\{", "{\"signature\":{\"key\":\"alice\",\"value\":\"" + value + "\"},");
        Policy policy = Policy.of(1, Optional.empty(), List.of(alice.trusted()), List.of(ANYTHING));
        int[] taken = {0};
        FuzzTarget.of("signed command", Grammar.JSON, whole)
                .refusing(Unreadable.class)
                .inputs(4_000)
                .extremes(whole)
                .memory(8L << 20, 2_000)
                .check(bytes -> {
                    Command command = Codec.decodeCommand(SHELL, bytes);
                    byte[] covered = SigningBytes.of(SHELL, bytes);
                    if (policy.judge(command, covered, Map.of(), false, NINE).isEmpty()) {
                        taken[0]++;
                        assertThat(covered).isEqualTo(signed);
                    }
                });
        assertThat(taken[0]).as("commands that only look otherwise").isPositive();
    }

    @Test
    void a_private_key_whose_marks_share_their_dashes_is_refused() {
        assertThatThrownBy(() -> SigningKey.ofPem("alice", "-----BEGIN PRIVATE KEY-----END PRIVATE KEY-----"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not readable");
    }

    @Test
    void a_private_key_is_read_or_refused_without_being_told() throws Exception {
        String pem = SigningKey.pem(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());
        FuzzTarget.of("private key", Grammar.WORDS, pem)
                .refusing(IllegalArgumentException.class)
                .checkText(text -> SigningKey.ofPem("alice", text).sign(new byte[] {1}));
    }
}
