package io.steward.nats.keys;

import io.nats.client.NKey;
import io.steward.model.subject.NodeName;
import io.steward.nats.PureJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A machine's wish to be a node: its name and the public keys that it made itself. A value; a token in it never prints.
 *
 * <p>It is signed with the private half of {@code publicKey}, so nobody can have another one's key enrolled, and neither
 * key nor token can be exchanged on the way. Sending it again is harmless: the answer is worth nothing without that key.
 *
 * @param publicKey the key for the broker, {@code U…}
 * @param boxKey the X25519 key to which secrets are encrypted: 32 bytes, base64url without padding
 * @param token the one-time token, if somebody gave one
 */
public record EnrolmentRequest(NodeName node, String publicKey, String boxKey, Optional<String> token) {
    static {
        PureJava.choose();
    }

    private static final String SIGNED = "steward-enrolment-v1";

    public EnrolmentRequest {
        if (!publicKey.matches("U[A-Z2-7]{55}") || !NKey.isValidPublicUserKey(publicKey.toCharArray())) {
            throw new IllegalArgumentException("publicKey is not a user's public key, U and 55 characters");
        }
        if (!boxKey.matches("[A-Za-z0-9_-]{43}")) {
            throw new IllegalArgumentException("boxKey is not 32 bytes in base64url without padding");
        }
    }

    /** What a person compares on both sides: it changes with either key. */
    public String fingerprint() {
        return fingerprint(publicKey, boxKey);
    }

    public static String fingerprint(String publicKey, String boxKey) {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(sha256(publicKey + "\n" + boxKey));
    }

    /** All that is kept of a token: it can be recognised, and not be made from this. */
    public static String tokenHash(String token) {
        return HexFormat.of().formatHex(sha256(token));
    }

    /** The bytes to be signed. */
    public byte[] signed() {
        return String.join(
                        "\n",
                        SIGNED,
                        node.value(),
                        publicKey,
                        boxKey,
                        token.map(EnrolmentRequest::tokenHash).orElse(""))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether who asks has the private half of {@code publicKey}. */
    public boolean provedBy(byte[] signature) {
        try {
            return signature.length == 64
                    && NKey.fromPublicKey(publicKey.toCharArray()).verify(signed(), signature);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return node + " " + fingerprint() + (token.isPresent() ? " with a token" : "");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
