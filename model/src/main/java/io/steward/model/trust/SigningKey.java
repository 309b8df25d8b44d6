package io.steward.model.trust;

import io.steward.model.command.Signed;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * An operator's private Ed25519 key, and what it signs. Immutable; any thread. It never prints; reading and making key
 * files is others' work.
 */
public final class SigningKey {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";

    private final String name;
    private final PrivateKey key;

    private SigningKey(String name, PrivateKey key) {
        this.name = name;
        this.key = key;
    }

    /**
     * The key in a text of PEM, PKCS #8 (RFC 8410), as {@code openssl genpkey -algorithm ed25519} writes it.
     *
     * @param name the name under which policies know it
     * @throws IllegalArgumentException if it holds no such key; the message holds nothing of the text
     */
    public static SigningKey ofPem(String name, String pem) {
        if (!Signed.NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("key name \"" + name + "\" is not allowed: use " + Signed.NAME);
        }
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("key \"" + name + "\" is not readable: use PEM with a PRIVATE KEY");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
            return new SigningKey(
                    name, KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "key \"" + name + "\" is not readable: use an Ed25519 key in PEM, PKCS #8");
        }
    }

    /** The key as PEM: a secret. */
    public static String pem(PrivateKey key) {
        return BEGIN + "\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()) + "\n" + END
                + "\n";
    }

    public String name() {
        return name;
    }

    public Signed sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(bytes);
            return Signed.of(name, signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("key \"" + name + "\" can't sign: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + name + "]";
    }
}
