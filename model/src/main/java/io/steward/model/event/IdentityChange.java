package io.steward.model.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What the controller says about a node's identity, on {@code <controller>.event.enrolment.<node>}. A value; a token is
 * in it as its hash only.
 *
 * @param by who wanted it
 * @param publicKey the node's key for the broker
 * @param boxKey the node's key for secrets
 * @param expiresAt until when token or credentials hold
 * @param replaces whether it may take the place of another machine's identity
 * @param from where a claim came from
 */
public record IdentityChange(
        Instant at,
        String by,
        Change change,
        Optional<String> publicKey,
        Optional<String> boxKey,
        Optional<String> fingerprint,
        Optional<String> tokenHash,
        Optional<Instant> expiresAt,
        boolean replaces,
        Optional<String> from) {
    /** What happened. */
    public enum Change {
        /** A one-time token was made. */
        TOKEN,
        /** A waiting machine was let in by a person who compared its fingerprint. */
        APPROVED,
        /** A machine got credentials; the log's first one with a token has it. */
        ENROLLED,
        RENEWED,
        REVOKED,
        /** Another machine asked for a name that is taken. */
        CLAIMED
    }
}
