package io.steward.nats.seal;

import io.steward.nats.PureJava;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/**
 * RFC 9180, base mode, one message per key exchange: the encapsulated key (32 bytes) and behind it what was encrypted.
 * Stateless; any thread.
 */
final class Hpke {
    static {
        PureJava.choose();
    }

    private static final int KEY = X25519PublicKeyParameters.KEY_SIZE;
    private static final int TAG = 16;
    private static final byte[] NONE = new byte[0];

    private Hpke() {}

    /** @throws IllegalStateException for a public key that leads every exchange to the same secret */
    static byte[] seal(byte[] to, byte[] info, byte[] aad, byte[] plain) {
        return seal(to, info, aad, plain, suite().generatePrivateKey());
    }

    /** @param once made for this message alone */
    static byte[] seal(byte[] to, byte[] info, byte[] aad, byte[] plain, AsymmetricCipherKeyPair once) {
        try {
            HPKEContextWithEncapsulation context =
                    suite().setupBaseS(new X25519PublicKeyParameters(to), info.clone(), once);
            byte[] encrypted = context.seal(aad, plain);
            byte[] sealed = Arrays.copyOf(context.getEncapsulation(), KEY + encrypted.length);
            System.arraycopy(encrypted, 0, sealed, KEY, encrypted.length);
            return sealed;
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("encrypting failed", e);
        }
    }

    /** @throws NotOpened if it was made for another key, under another info or aad, or was changed */
    static byte[] open(X25519PrivateKeyParameters key, byte[] info, byte[] aad, byte[] sealed) throws NotOpened {
        if (sealed.length < KEY + TAG) {
            throw new NotOpened("is too short");
        }
        try {
            return suite().open(
                            Arrays.copyOf(sealed, KEY),
                            pair(key),
                            info,
                            aad,
                            Arrays.copyOfRange(sealed, KEY, sealed.length),
                            NONE,
                            NONE,
                            null);
        } catch (InvalidCipherTextException | RuntimeException e) {
            // An encapsulated key of small order is among them: nothing is sealed by it.
            throw new NotOpened("was sealed for another node or process, or was changed");
        }
    }

    static AsymmetricCipherKeyPair pair(X25519PrivateKeyParameters key) {
        return new AsymmetricCipherKeyPair(key.generatePublicKey(), key);
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }
}
