package io.steward.nats.keys;

import io.nats.client.support.JwtUtils.UserClaim;
import io.steward.model.subject.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Mints tokens for nodes with the signing key of the nodes' account: for keys that the nodes made themselves.
 *
 * <p>Immutable; any thread. The key is scoped: whatever it signs has the rights of a node of that name and no others, so
 * who takes it can pose as nodes and do nothing else. It never prints.
 */
public final class NodeSigner {
    private final Signer signer;
    private final String account;

    private NodeSigner(Signer signer, String account) {
        this.signer = signer;
        this.account = account;
    }

    /**
     * Reads the key.
     *
     * @param account the public key of the nodes' account
     * @throws IOException when there is no such key in the file; the message has no part of it
     */
    public static NodeSigner open(Path file, String account) throws IOException {
        String seed = Files.readString(file).strip();
        if (!seed.matches("SA[A-Z2-7]{56}")) {
            throw new IOException(file + " holds no account signing key: use the file " + FleetKeys.NODE_SIGNING_KEY);
        }
        return new NodeSigner(Signer.ofSeed(seed), account);
    }

    /**
     * A token with which the holder of the key is this node.
     *
     * @param publicKey the node's own, {@code U…}
     * @param issuedAt whole seconds count
     */
    public String mint(NodeName node, String publicKey, Instant issuedAt, Duration life) {
        return signer.user(node.value(), publicKey, claimWithin(account), issuedAt.getEpochSecond(), life);
    }

    static UserClaim claimWithin(String account) {
        return new UserClaim(account).subs(0).data(0).payload(0);
    }

    @Override
    public String toString() {
        return signer.publicKey();
    }
}
