package io.steward.model.trust;

import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.command.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose commands are taken, and which. A value; any thread. It decides and does nothing else: a denying rule beats every
 * allowing one, and what no rule allows is refused.
 *
 * @param version 1, 2, 3, …; a newer policy replaces an older one, never the other way round
 * @param notBefore commands that were issued earlier are refused: what a node whose memory was lost may not do again
 * @param keys by name
 */
public record Policy(long version, Optional<Instant> notBefore, Map<String, TrustedKey> keys, List<Rule> rules) {
    public Policy {
        if (version < 1) {
            throw new IllegalArgumentException("version \"" + version + "\" is not allowed: use 1 or more");
        }
        keys = Map.copyOf(keys);
        rules = List.copyOf(rules);
    }

    public static Policy of(long version, Optional<Instant> notBefore, List<TrustedKey> keys, List<Rule> rules) {
        Map<String, TrustedKey> byName = new LinkedHashMap<>();
        for (TrustedKey key : keys) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException("keys name \"" + key.name() + "\" twice: use each name once");
            }
        }
        return new Policy(version, notBefore, byName, rules);
    }

    /**
     * Why this node must not do the command; empty: it may.
     *
     * @param signingBytes what {@code wire.SigningBytes} makes of the message
     * @param labels those of the node
     * @param unsignedToo a command without any signature is taken as it is; a wrong signature never is
     */
    public Optional<Fault> judge(
            Command command, byte[] signingBytes, Map<String, String> labels, boolean unsignedToo, Instant now) {
        if (command.signature().isEmpty()) {
            return unsignedToo ? Optional.empty() : fault("unsigned", "the command carries no signature");
        }
        Signed signature = command.signature().get();
        TrustedKey key = keys.get(signature.key());
        if (key == null) {
            return fault("unknown-key", "no key \"" + signature.key() + "\" in policy version " + version);
        }
        if (key.expiresAt().isPresent() && !now.isBefore(key.expiresAt().get())) {
            return fault(
                    "key-expired",
                    "key \"" + key.name() + "\" ended at " + key.expiresAt().get());
        }
        if (!key.verifies(signingBytes, signature.bytes())) {
            return fault(
                    "bad-signature", "key \"" + key.name() + "\" did not sign this command for " + command.subject());
        }
        if (!key.vouches() && !key.name().equals(command.issuedBy())) {
            return fault(
                    "wrong-issuer",
                    "key \"" + key.name() + "\" may not sign what \"" + command.issuedBy() + "\" issued");
        }
        if (notBefore.isPresent() && command.issuedAt().isBefore(notBefore.get())) {
            return fault(
                    "too-old", "issuedAt " + command.issuedAt() + " is before " + notBefore.get() + ", as policy says");
        }
        Asked asked = Asked.of(command, labels);
        return refusal(asked).or(() -> key.vouches() ? refusal(asked.by(key.name())) : Optional.empty());
    }

    /** Why rules refuse this, whoever signs it; empty: they allow it. */
    public Optional<Fault> refusal(Asked asked) {
        boolean allowed = false;
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).appliesTo(asked)) {
                if (rules.get(i).effect() == Rule.Effect.DENY) {
                    return fault(
                            "denied", asked + ": rule " + (i + 1) + " of policy version " + version + " denies it");
                }
                allowed = true;
            }
        }
        return allowed
                ? Optional.empty()
                : fault("not-allowed", asked + ": no rule of policy version " + version + " allows it");
    }

    /** The places of the rules that apply, counted from 1: why something is allowed or denied. */
    public List<Integer> applying(Asked asked) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).appliesTo(asked)) {
                places.add(i + 1);
            }
        }
        return places;
    }

    private static Optional<Fault> fault(String code, String message) {
        return Optional.of(new Fault(code, message));
    }
}
