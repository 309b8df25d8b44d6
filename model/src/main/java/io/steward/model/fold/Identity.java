package io.steward.model.fold;

import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * Which key a node's name belongs to. A value.
 *
 * @param publicKey empty: it was revoked before this log knew its key
 * @param by who let it in, or revoked it
 */
public record Identity(
        NodeName node,
        Optional<String> publicKey,
        Optional<String> boxKey,
        Optional<String> fingerprint,
        Optional<Instant> enrolledAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        String by) {
    public boolean revoked() {
        return revokedAt.isPresent();
    }

    /** Whether the name is this key's, whatever its credentials' expiry. */
    public boolean belongsTo(String key) {
        return publicKey.isPresent() && publicKey.get().equals(key);
    }

    /** Whether its credentials hold at this time. */
    public boolean holds(Instant now) {
        return !revoked() && expiresAt.isPresent() && now.isBefore(expiresAt.get());
    }
}
