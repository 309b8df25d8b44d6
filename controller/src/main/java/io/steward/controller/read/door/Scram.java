package io.steward.controller.read.door;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The server's half of SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding: the client proves that it knows the
 * password, and no listener learns it. One conversation, one thread.
 */
final class Scram {
    static final String MECHANISM = "SCRAM-SHA-256";

    private static final int ITERATIONS = 4096;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String password;
    private String header = "";
    private String firstBare = "";
    private String serverFirst = "";
    private String nonce = "";
    private byte[] salt = new byte[0];

    Scram(String password) {
        this.password = password;
    }

    /** The answer to the client's first message; empty: it is not one. */
    Optional<String> first(String message) {
        int bare = message.startsWith("n,") || message.startsWith("y,") ? message.indexOf(',', 2) + 1 : 0;
        Optional<String> theirs = bare == 0 ? Optional.empty() : field(message.substring(bare), 'r');
        if (theirs.isEmpty()) {
            return Optional.empty();
        }
        header = message.substring(0, bare);
        firstBare = message.substring(bare);
        nonce = theirs.get() + base64(random(18));
        salt = random(16);
        serverFirst = "r=" + nonce + ",s=" + base64(salt) + ",i=" + ITERATIONS;
        return Optional.of(serverFirst);
    }

    /** The answer to the client's last message; empty: the password is another one. */
    Optional<String> last(String message) throws GeneralSecurityException {
        int proofAt = message.lastIndexOf(",p=");
        String bound = "c=" + base64(header.getBytes(StandardCharsets.UTF_8)) + ",r=" + nonce;
        if (proofAt < 0 || !message.substring(0, proofAt).equals(bound)) {
            return Optional.empty();
        }
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, ITERATIONS, 256))
                .getEncoded();
        byte[] stored = sha256(hmac(salted, "Client Key"));
        String said = firstBare + "," + serverFirst + "," + bound;
        byte[] key = hmac(stored, said);
        byte[] proof = decoded(message.substring(proofAt + 3));
        if (proof.length != key.length) {
            return Optional.empty();
        }
        for (int i = 0; i < key.length; i++) {
            key[i] ^= proof[i];
        }
        return MessageDigest.isEqual(sha256(key), stored)
                ? Optional.of("v=" + base64(hmac(hmac(salted, "Server Key"), said)))
                : Optional.empty();
    }

    private static Optional<String> field(String message, char name) {
        for (String part : message.split(",", -1)) {
            if (part.length() > 2 && part.charAt(0) == name && part.charAt(1) == '=') {
                return Optional.of(part.substring(2));
            }
        }
        return Optional.empty();
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
