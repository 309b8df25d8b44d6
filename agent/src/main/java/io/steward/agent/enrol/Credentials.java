package io.steward.agent.enrol;

import io.steward.model.command.BadArgs;
import io.steward.model.subject.NodeName;
import io.steward.nats.keys.NodeKey;
import io.steward.nats.keys.UserToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The node's credentials file, as far as it is the node's own: made with a key of its own, and replaced before its token
 * expires. Any thread; the file is replaced whole.
 */
public final class Credentials {
    private static final Duration LONGEST = Duration.ofDays(800);

    private final NodeName node;
    private final Path file;
    private final Path keys;
    private final InstantSource clock;

    /** @param keys the folder that has the node's own keys, if it made any */
    public Credentials(NodeName node, Path file, Path keys, InstantSource clock) {
        this.clock = clock;
        this.node = node;
        this.file = file;
        this.keys = keys;
    }

    /** The token in the file, if it is one for the node's own key. */
    Optional<UserToken> own() {
        Optional<NodeKey> key = NodeKey.find(keys);
        try {
            return UserToken.inFile(file)
                    .filter(token -> key.isPresent()
                            && token.publicKey().equals(key.get().publicKey()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The token, if it may take the place of the present one: for this node and its key, by the same issuer.
     *
     * @throws BadArgs naming what is wrong
     */
    UserToken acceptable(String jwt) {
        UserToken present = own().orElseThrow(() -> bad("none: this node did not make its key itself"));
        UserToken fresh;
        try {
            fresh = UserToken.readSigned(jwt);
        } catch (IllegalArgumentException e) {
            throw bad("a token that is whole: " + e.getMessage());
        }
        if (!fresh.publicKey().equals(present.publicKey()) || !fresh.name().equals(node.value())) {
            throw bad("a token for the key of this node");
        }
        if (!fresh.issuer().equals(present.issuer())) {
            throw bad("a token by the issuer of the present one");
        }
        if (!reasonable(fresh, clock.instant())) {
            throw bad("a token that is of now and ends within " + LONGEST.toDays() + " days");
        }
        return fresh;
    }

    /** One without an end could never be replaced by another one. */
    static boolean reasonable(UserToken token, Instant now) {
        return token.expiresAt().filter(end -> end.isBefore(now.plus(LONGEST))).isPresent()
                && token.issuedAt().isBefore(now.plus(Duration.ofDays(1)));
    }

    /** Puts an acceptable token there, unless the present one holds longer; whether it did. */
    synchronized boolean replace(String jwt) {
        UserToken fresh = acceptable(jwt);
        boolean longer = own().flatMap(UserToken::expiresAt)
                .flatMap(present -> fresh.expiresAt().map(present::isBefore))
                .orElse(false);
        if (longer) {
            NodeKey.find(keys).orElseThrow().writeCredentials(file, jwt);
        }
        return longer;
    }

    private static BadArgs bad(String allowed) {
        return new BadArgs("jwt", "…", allowed);
    }
}
