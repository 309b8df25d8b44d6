package io.steward.model.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The key under which the commands of one repeatable request are found again: SHA-256 in hex over who asked and what they called it. */
public final class RequestKey {
    private RequestKey() {}

    /** Two operators who choose the same key do not meet. */
    public static String of(String operator, String key) {
        byte[] text = (operator.length() + ":" + operator + key).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(sha256(text));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
