package io.steward.model.fold;

import io.steward.model.event.IdentityChange;
import io.steward.model.subject.NodeName;
import java.util.Optional;

/**
 * What an entry about a node's identity makes of what was known. Pure. Several controllers may have let different machines
 * in for one name at the same time: the order of the log decides, and the later one changes nothing.
 */
public final class IdentityFold {
    private IdentityFold() {}

    /**
     * The identity after the entry.
     *
     * @param tokenFree whether the entry names no token, or one that nobody else has used
     */
    public static Optional<Identity> fold(
            Optional<Identity> known, NodeName node, IdentityChange change, boolean tokenFree) {
        return switch (change.change()) {
            case TOKEN, APPROVED, CLAIMED -> known;
            case ENROLLED -> tokenFree && mayTake(known, change) ? Optional.of(enrolled(node, change)) : known;
            case RENEWED -> known.map(identity -> renewed(identity, change));
            case REVOKED -> Optional.of(revoked(known, node, change));
        };
    }

    // The same key may come again until it is revoked; another one only where nobody is in the way, or by consent.
    private static boolean mayTake(Optional<Identity> known, IdentityChange change) {
        if (known.isEmpty()) {
            return true;
        }
        boolean revoked = known.get().revoked();
        boolean same = known.get().publicKey().equals(change.publicKey());
        return same ? !revoked : revoked || change.replaces();
    }

    private static Identity enrolled(NodeName node, IdentityChange change) {
        return new Identity(
                node,
                change.publicKey(),
                change.boxKey(),
                change.fingerprint(),
                Optional.of(change.at()),
                change.expiresAt(),
                Optional.empty(),
                change.by());
    }

    private static Identity renewed(Identity known, IdentityChange change) {
        if (known.revoked() || !known.publicKey().equals(change.publicKey())) {
            return known;
        }
        return new Identity(
                known.node(),
                known.publicKey(),
                known.boxKey(),
                known.fingerprint(),
                known.enrolledAt(),
                change.expiresAt(),
                known.revokedAt(),
                known.by());
    }

    private static Identity revoked(Optional<Identity> known, NodeName node, IdentityChange change) {
        return new Identity(
                node,
                known.flatMap(Identity::publicKey).or(change::publicKey),
                known.flatMap(Identity::boxKey),
                known.flatMap(Identity::fingerprint),
                known.flatMap(Identity::enrolledAt),
                known.flatMap(Identity::expiresAt),
                Optional.of(change.at()),
                change.by());
    }
}
