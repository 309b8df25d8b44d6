package io.steward.nats.seal;

import io.steward.model.subject.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Seals a text so that one node alone can read it, in commands on one subject alone. To one of these commands in
 * particular it is bound by that command's signature, which covers it together with the id. Stateless; any thread.
 */
public final class Sealer {
    private static final byte[] INFO = "steward-secret-v1".getBytes(StandardCharsets.US_ASCII);
    private static final int KEY = 32;

    private Sealer() {}

    /**
     * The sealed text, base64url without padding: the key exchange's 32 bytes, the text in UTF-8 encrypted, 16 bytes that
     * authenticate both. Its length tells the text's length.
     *
     * @param boxKey the node's public key, as {@link BoxKey#publicKey} tells it
     * @param subject of the command that it will be part of
     * @throws IllegalArgumentException if that is no such key
     */
    public static String seal(String boxKey, String plain, Subject subject) {
        byte[] key = key(boxKey);
        try {
            byte[] sealed = Hpke.seal(key, INFO, aad(subject), plain.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(wrong(boxKey), e);
        }
    }

    static byte[] info() {
        return INFO.clone();
    }

    static byte[] aad(Subject subject) {
        return subject.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] key(String boxKey) {
        byte[] key;
        try {
            key = Base64.getUrlDecoder().decode(boxKey);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(boxKey), e);
        }
        if (key.length != KEY) {
            throw new IllegalArgumentException(wrong(boxKey));
        }
        return key;
    }

    private static String wrong(String boxKey) {
        String shown = boxKey.replaceAll("[^A-Za-z0-9_=-]", "?");
        return "box key \"" + shown.substring(0, Math.min(60, shown.length()))
                + "\" is not allowed: use the public X25519 key that the node tells, 32 bytes in base64url";
    }
}
