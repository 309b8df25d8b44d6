package io.steward.nats.keys;

import io.nats.client.support.JwtUtils;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A node's own key pair for the broker, made on the node and kept in one file there, 0600.
 *
 * <p>Immutable; any thread. The seed goes into the node's credentials file and nowhere else.
 */
public final class NodeKey {
    private static final String FILE = "node.seed";

    private final Signer signer;
    private final String seed;

    private NodeKey(String seed) {
        this.seed = seed;
        this.signer = Signer.ofSeed(seed);
    }

    /** The folder's key, made if there is none yet. */
    public static NodeKey openOrCreate(Path folder) {
        return new NodeKey(new KeyFiles(folder).readOrCreate(FILE, Signer::newUserSeed));
    }

    /** The folder's key, if there is one. */
    public static Optional<NodeKey> find(Path folder) {
        return new KeyFiles(folder).read(FILE).map(NodeKey::new);
    }

    public String publicKey() {
        return signer.publicKey();
    }

    public byte[] sign(byte[] message) {
        return signer.sign(message);
    }

    /** Writes the credentials file for this key and token, whole or not at all, 0600. */
    public void writeCredentials(Path file, String token) {
        KeyFiles.write(file, JwtUtils.NATS_USER_JWT_FORMAT.formatted(token, seed));
    }

    @Override
    public String toString() {
        return publicKey();
    }
}
