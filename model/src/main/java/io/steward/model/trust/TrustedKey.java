package io.steward.model.trust;

import io.steward.model.command.Signed;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A public key that a policy trusts. A value; any thread.
 *
 * @param name whose it is: commands it signs name the same as {@code issuedBy}
 * @param key 32 bytes of Ed25519 (RFC 8032) in base64url without padding
 * @param expiresAt from when on it is not trusted any more; empty: never
 * @param vouches it may sign for commands that others issued, within what rules allow its own name as well
 */
public record TrustedKey(String name, String key, Optional<Instant> expiresAt, boolean vouches) {
    /** What RFC 8410 puts in front of the 32 bytes. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int BYTES = 32;

    public TrustedKey {
        if (!Signed.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name \"" + name + "\" is not allowed: use " + Signed.NAME);
        }
        if (Base64.getUrlDecoder().decode(key).length != BYTES) {
            throw new IllegalArgumentException("key is not allowed: use 32 bytes in base64url");
        }
    }

    /** Whether the owner of this key made the signature over exactly these bytes. */
    public boolean verifies(byte[] bytes, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(publicKey());
            check.update(bytes);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // a signature or key that is none
        }
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        byte[] raw = Base64.getUrlDecoder().decode(key);
        byte[] encoded = new byte[PREFIX.length + raw.length];
        System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
        System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
