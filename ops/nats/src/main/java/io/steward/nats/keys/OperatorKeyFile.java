package io.steward.nats.keys;

import io.steward.model.command.Signed;
import io.steward.model.trust.SigningKey;
import io.steward.model.trust.TrustedKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Files of somebody who signs commands: {@code <name>.key}, an Ed25519 key in PEM, PKCS #8 (RFC 8410), readable by its
 * owner only, and {@code <name>.pub} beside it, the 32 bytes of the public key in base64url. Keys that OpenSSL made are
 * as good. Any thread; a new key never takes the place of another, and no key is ever printed.
 */
public final class OperatorKeyFile {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_READS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ENTERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int BYTES = 32;

    private final Path file;
    private final String name;

    private OperatorKeyFile(Path file) {
        this.file = file;
        String last = file.getFileName().toString();
        int dot = last.lastIndexOf('.');
        this.name = named(dot > 0 ? last.substring(0, dot) : last);
    }

    /** A private key's file; its name without the ending is the name under which policies know it. */
    public static OperatorKeyFile of(Path file) {
        return new OperatorKeyFile(file);
    }

    /**
     * Makes a key and both of its files.
     *
     * @throws FileAlreadyExistsException if there is one of that name
     */
    public static OperatorKeyFile create(Path folder, String name) throws IOException {
        OperatorKeyFile made = new OperatorKeyFile(folder.resolve(named(name) + ".key"));
        Files.createDirectories(folder, OWNER_ENTERS);
        KeyPair pair = pair(new SecureRandom());
        write(made.file, SigningKey.pem(pair.getPrivate()));
        Files.deleteIfExists(made.publicFile());
        write(made.publicFile(), text(pair) + "\n");
        return made;
    }

    /** The key of this name in the folder, made if it is not there. */
    public static OperatorKeyFile openOrCreate(Path folder, String name) throws IOException {
        Path file = folder.resolve(named(name) + ".key");
        return Files.exists(file) ? new OperatorKeyFile(file) : create(folder, name);
    }

    public Path file() {
        return file;
    }

    /** Where the public half is. */
    public Path publicFile() {
        return file.resolveSibling(name + ".pub");
    }

    public String name() {
        return name;
    }

    /**
     * Reads the key.
     *
     * @throws IllegalArgumentException if the file holds no Ed25519 key
     */
    public SigningKey secret() throws IOException {
        return SigningKey.ofPem(name, Files.readString(file));
    }

    /** What a policy has to say to trust it, worked out of the private key. */
    public TrustedKey trusted(boolean vouches) throws IOException {
        SigningKey secret = secret();
        String pem = Files.readString(file);
        try {
            TrustedKey trusted = new TrustedKey(name, text(pair(fixed(seed(pem)))), Optional.empty(), vouches);
            byte[] probe = name.getBytes(StandardCharsets.UTF_8);
            if (trusted.verifies(probe, secret.sign(probe).bytes())) {
                return trusted;
            }
            throw new IllegalStateException("this Java runtime makes another public key for " + file);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot use an Ed25519 key", e);
        }
    }

    @Override
    public String toString() {
        return "OperatorKeyFile[" + file + "]";
    }

    private static String named(String name) {
        if (!Signed.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("key name \"" + name + "\" is not allowed: use " + Signed.NAME);
        }
        return name;
    }

    private static byte[] seed(String pem) throws GeneralSecurityException {
        String body = pem.substring(pem.indexOf("KEY-----") + 8, pem.indexOf("-----END"));
        var key = java.security.KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
        return ((EdECPrivateKey) key).getBytes().orElseThrow();
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make an Ed25519 key", e);
        }
    }

    // A private key of this kind is its random bytes, so the same bytes lead to the same public key.
    @SuppressWarnings("serial") // used once, never written
    private static SecureRandom fixed(byte[] seed) {
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                System.arraycopy(seed, 0, bytes, 0, bytes.length);
            }
        };
    }

    private static String text(KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length));
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_READS)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
    }
}
