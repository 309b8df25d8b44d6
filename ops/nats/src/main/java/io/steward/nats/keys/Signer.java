package io.steward.nats.keys;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.nats.client.support.JwtUtils.UserClaim;
import io.steward.nats.PureJava;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One nkey pair as kept in a seed file, and what it signs. Its text form is the public key; the seed never prints. */
final class Signer {
    static {
        PureJava.choose();
    }

    private final NKey key;
    private final String publicKey;

    private Signer(NKey key) {
        this.key = key;
        this.publicKey = checked(() -> new String(key.getPublicKey()));
    }

    static Signer ofSeed(String seed) {
        return new Signer(NKey.fromSeed(seed.toCharArray()));
    }

    static String newOperatorSeed() {
        return checked(() -> new String(NKey.createOperator(new SecureRandom()).getSeed()));
    }

    static String newAccountSeed() {
        return checked(() -> new String(NKey.createAccount(new SecureRandom()).getSeed()));
    }

    static String newUserSeed() {
        return checked(() -> new String(NKey.createUser(new SecureRandom()).getSeed()));
    }

    String publicKey() {
        return publicKey;
    }

    /** A token about the subject (a public key), with these claims as its {@code nats} part. */
    String sign(String subject, String name, String claims) {
        return checked(() ->
                JwtUtils.issueJWT(key, subject, name, null, JwtUtils.currentTimeSeconds(), publicKey, () -> claims));
    }

    /** A user of the account, in the credentials format that every NATS client reads. */
    String credentials(String name, UserClaim claim) {
        String seed = newUserSeed();
        String user = ofSeed(seed).publicKey();
        return JwtUtils.NATS_USER_JWT_FORMAT.formatted(
                user(name, user, claim, JwtUtils.currentTimeSeconds(), null), seed);
    }

    /** A token for a user who has the key already; without a life it never expires. */
    String user(String name, String user, UserClaim claim, long issuedAt, @Nullable Duration life) {
        return checked(() -> JwtUtils.issueUserJWT(key, user, name, life, issuedAt, claim));
    }

    byte[] sign(byte[] message) {
        return checked(() -> key.sign(message));
    }

    @Override
    public String toString() {
        return publicKey;
    }

    private interface Minting<T> {
        T get() throws GeneralSecurityException, IOException;
    }

    private static <T> T checked(Minting<T> minting) {
        try {
            return minting.get();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot make or use an Ed25519 key", e);
        }
    }
}
