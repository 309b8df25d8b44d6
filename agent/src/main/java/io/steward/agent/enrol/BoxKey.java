package io.steward.agent.enrol;

import io.steward.nats.PureJava;
import io.steward.nats.keys.KeyFiles;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * The X25519 key pair of this node, to which secrets in commands are encrypted. Made on the node, and kept in one file
 * there, 0600.
 *
 * <p>Immutable; any thread. It prints its public half only.
 */
public final class BoxKey {
    static {
        PureJava.choose();
    }

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final X25519PrivateKeyParameters key;

    private BoxKey(byte[] secret) {
        this.key = new X25519PrivateKeyParameters(secret);
    }

    /** The folder's key, made if there is none yet. */
    public static BoxKey openOrCreate(Path folder) {
        String text = new KeyFiles(folder)
                .readOrCreate(
                        "box.key",
                        () -> TEXT.encodeToString(new X25519PrivateKeyParameters(new SecureRandom()).getEncoded()));
        return new BoxKey(Base64.getUrlDecoder().decode(text));
    }

    /** The public half: 32 bytes, base64url without padding. */
    public String publicKey() {
        return TEXT.encodeToString(key.generatePublicKey().getEncoded());
    }

    /** The private half: 32 bytes, a copy. For opening what was sealed; to be told to nobody. */
    public byte[] secret() {
        return key.getEncoded();
    }

    @Override
    public String toString() {
        return publicKey();
    }
}
