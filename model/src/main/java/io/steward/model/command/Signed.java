package io.steward.model.command;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A signature under a command: Ed25519 (RFC 8032) over what {@code wire.SigningBytes} makes of it. A value.
 *
 * @param key the name under which the policy knows the signer's key
 * @param value 64 bytes in base64url without padding (RFC 4648, section 5)
 */
public record Signed(String key, String value) {
    /** What a signer's, an operator's or a key's name may be. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,62}");

    private static final int BYTES = 64;

    public Signed {
        if (!NAME.matcher(key).matches()) {
            throw new IllegalArgumentException("key \"" + key + "\" is not allowed: use " + NAME);
        }
        if (bytes(value).length != BYTES) {
            throw new IllegalArgumentException("value is not allowed: use 64 bytes in base64url");
        }
    }

    public static Signed of(String key, byte[] signature) {
        return new Signed(key, Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    public byte[] bytes() {
        return bytes(value);
    }

    private static byte[] bytes(String value) {
        return Base64.getUrlDecoder().decode(value);
    }
}
