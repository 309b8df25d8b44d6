package io.steward.nats;

import io.nats.client.AuthHandler;
import io.nats.client.NKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Proves a user by the nkey seed in a file, for brokers that list nkeys instead of trusting an operator. */
final class SeedFile implements AuthHandler {
    private final Path file;

    private SeedFile(Path file) {
        this.file = file;
    }

    static AuthHandler of(Path file) {
        return new SeedFile(file);
    }

    /** Whether the file holds a bare user seed. */
    static boolean isOne(Path file) throws IOException {
        return Files.readString(file).strip().matches("SU[A-Z2-7]+");
    }

    @Override
    public byte[] sign(byte[] nonce) {
        NKey key = key();
        try {
            return key.sign(nonce);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the seed in " + file + " cannot sign", e);
        } finally {
            key.clear();
        }
    }

    @Override
    public char[] getID() {
        NKey key = key();
        try {
            return key.getPublicKey();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the seed in " + file + " has no public key", e);
        } finally {
            key.clear();
        }
    }

    @Override
    public char @Nullable [] getJWT() {
        return null;
    }

    private NKey key() {
        try {
            return NKey.fromSeed(Files.readString(file).strip().toCharArray());
        } catch (IOException e) {
            throw new UncheckedIOException("credentials file " + file + " cannot be read", e);
        }
    }
}
