package io.steward.nats.seal;

import io.steward.model.subject.Subject;
import io.steward.nats.PureJava;
import io.steward.nats.keys.KeyFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * A node's X25519 key pair, to which secrets in its commands are sealed. Made on the node; the private half is in one
 * file there, for its owner alone, and nowhere else.
 *
 * <p>Immutable; any thread. It prints its public half only.
 */
public final class BoxKey {
    /** The file in the node's data folder: the private key's 32 bytes in base64url without padding. */
    public static final String FILE = "box.key";

    static {
        PureJava.choose();
    }

    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private final X25519PrivateKeyParameters key;

    private BoxKey(X25519PrivateKeyParameters key) {
        this.key = key;
    }

    /**
     * The folder's key, made if there is none yet.
     *
     * @throws UncheckedIOException naming the file, if it can't be read or made, is damaged, or is open to others
     */
    public static BoxKey openOrCreate(Path folder) {
        String text = new KeyFiles(folder).readOrCreate(FILE, () -> TEXT.encodeToString(fresh()));
        Path file = folder.resolve(FILE);
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new IOException("key file " + file + " is open to others than its owner: remove it, and the next"
                        + " start makes a new one; what was sealed to the old one is no secret any more");
            }
            return new BoxKey(new X25519PrivateKeyParameters(secret(text, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] fresh() {
        return new X25519PrivateKeyParameters(new SecureRandom()).getEncoded();
    }

    private static byte[] secret(String text, Path file) throws IOException {
        byte[] secret;
        try {
            secret = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            secret = new byte[0]; // without the cause: it would show a byte of the key
        }
        if (secret.length != X25519PrivateKeyParameters.KEY_SIZE) {
            throw new IOException("key file " + file + " is damaged: bring it back, or remove it, and the next start"
                    + " makes a new one; what was sealed to the old one can't be opened then");
        }
        return secret;
    }

    /** The public half: 32 bytes, base64url without padding. */
    public String publicKey() {
        return TEXT.encodeToString(key.generatePublicKey().getEncoded());
    }

    /**
     * What {@link Sealer#seal} was given.
     *
     * @throws NotOpened if it was sealed to another key or for another subject, or was changed
     */
    public String open(String sealed, Subject subject) throws NotOpened {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException e) {
            throw new NotOpened("is not base64url");
        }
        byte[] plain = Hpke.open(key, Sealer.info(), Sealer.aad(subject), bytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotOpened("is not text in UTF-8");
        }
    }

    @Override
    public String toString() {
        return publicKey();
    }
}
