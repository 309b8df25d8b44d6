package io.steward.nats.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FastSignaturesTest {
    private static final byte[] TEXT = "weekly check".getBytes(StandardCharsets.UTF_8);
    private static final String PLATFORM = "SunEC";

    @BeforeAll
    static void choose() {
        FastSignatures.choose();
        FastSignatures.choose();
    }

    @Test
    void they_are_the_same_as_the_platforms() throws Exception {
        for (int i = 0; i < 20; i++) {
            KeyPair keys = keys("Ed25519");
            byte[] ours = signed(Signature.getInstance("Ed25519"), keys.getPrivate());
            assertThat(ours).isEqualTo(signed(Signature.getInstance("Ed25519", PLATFORM), keys.getPrivate()));
            assertThat(verifies(Signature.getInstance("Ed25519"), keys.getPublic(), ours))
                    .isTrue();
            assertThat(verifies(Signature.getInstance("Ed25519", PLATFORM), keys.getPublic(), ours))
                    .isTrue();
        }
    }

    @Test
    void they_are_made_by_the_one_that_was_chosen() throws Exception {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys("Ed25519").getPrivate());
        assertThat(signature.getProvider()).isInstanceOf(FastSignatures.class);
    }

    @Test
    void another_text_another_key_and_half_a_signature_do_not_hold() throws Exception {
        KeyPair keys = keys("Ed25519");
        byte[] signature = signed(Signature.getInstance("Ed25519"), keys.getPrivate());
        assertThat(verifies(Signature.getInstance("Ed25519"), keys("Ed25519").getPublic(), signature))
                .isFalse();
        assertThat(verifies(Signature.getInstance("Ed25519"), keys.getPublic(), new byte[32]))
                .isFalse();
        assertThat(verifies(Signature.getInstance("Ed25519"), keys.getPublic(), new byte[64]))
                .isFalse();
        signature[5] ^= 1;
        assertThat(verifies(Signature.getInstance("Ed25519"), keys.getPublic(), signature))
                .isFalse();
    }

    @Test
    void a_key_of_another_curve_is_refused() throws Exception {
        KeyPair other = keys("Ed448");
        Signature signature = Signature.getInstance("Ed25519");
        assertThatThrownBy(() -> signature.initSign(other.getPrivate())).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> signature.initVerify(other.getPublic())).isInstanceOf(InvalidKeyException.class);
    }

    private static KeyPair keys(String algorithm) throws GeneralSecurityException {
        return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static byte[] signed(Signature signature, PrivateKey key) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(TEXT);
        return signature.sign();
    }

    private static boolean verifies(Signature signature, PublicKey key, byte[] signed) throws GeneralSecurityException {
        signature.initVerify(key);
        signature.update(TEXT);
        return signature.verify(signed);
    }
}
