package io.steward.ops.simulation;

import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.trust.Glob;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose commands the ships take: alice's alone. Every third version of their policy forbids her a process. */
final class Signatures {
    static final OperatorKeys ALICE = OperatorKeys.fresh("alice");

    private Signatures() {}

    static Policy policy(long version) {
        List<Rule> rules = new ArrayList<>(List.of(rule(Rule.Effect.ALLOW, "*")));
        if (version % 3 == 0) {
            rules.add(rule(Rule.Effect.DENY, "two"));
        }
        return Policy.of(version, Optional.empty(), List.of(ALICE.trusted()), rules);
    }

    static Args bringing(long version) {
        try {
            String json = new String(PolicyCodec.encode(policy(version)), StandardCharsets.UTF_8);
            return new Args(Map.of(Policy.METHOD, PlainObject.read(json).fields()));
        } catch (Unreadable e) {
            throw new IllegalStateException(e);
        }
    }

    /** The version that a command brings. */
    static long version(Command command) {
        if (command.args().fields().get(Policy.METHOD) instanceof Map<?, ?> policy
                && policy.get("version") instanceof Number version) {
            return version.longValue();
        }
        throw new IllegalArgumentException(command + " brings no policy");
    }

    /** The same under another id, with the signature of the first. */
    static Command forged(Command honest, CommandId id) {
        Command other = new Command(
                id,
                honest.subject(),
                honest.issuedBy(),
                honest.issuedAt(),
                honest.expiresAt(),
                honest.timeout(),
                honest.onCrash(),
                honest.supersedes(),
                honest.args(),
                honest.reason(),
                Optional.empty());
        return honest.signature().map(other::with).orElse(other);
    }

    private static Rule rule(Rule.Effect effect, String domain) {
        return new Rule(effect, List.of(), List.of(), List.of(new Glob(domain)), List.of(), Map.of(), Optional.empty());
    }
}
