package io.steward.nats.keys;

import io.steward.nats.PureJava;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.List;
import java.util.Map;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.jspecify.annotations.Nullable;

/**
 * Has Bouncy Castle, which the NATS client brings, make and check this process's Ed25519 signatures (RFC 8032): the
 * platform's own take some ten times as long, and a command to a whole fleet is signed once for each node. Keys stay the
 * platform's, and so does everything but this one algorithm. Any thread; a signature object has one at a time.
 */
public final class FastSignatures extends Provider {
    private static final long serialVersionUID = 1L;
    private static final String NAME = "StewardEd25519";
    private static final String ALGORITHM = NamedParameterSpec.ED25519.getName();
    /** What RFC 8410 puts in front of a public key's 32 bytes. */
    private static final int PREFIX = 12;

    private FastSignatures() {
        super(NAME, "1", "Ed25519 signatures by Bouncy Castle");
        putService(new Service(this, "Signature", ALGORITHM, Ed25519.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
                return new Ed25519();
            }
        });
    }

    /** From now on they are used; repeating it is harmless. */
    public static void choose() {
        PureJava.choose();
        if (Security.getProvider(NAME) == null) {
            Security.insertProviderAt(new FastSignatures(), 1);
        }
    }

    private static final class Ed25519 extends SignatureSpi {
        private @Nullable Ed25519Signer signer;

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof EdECPrivateKey ours) || !named(ours.getParams())) {
                throw new InvalidKeyException("no private key of " + ALGORITHM);
            }
            byte[] seed = ours.getBytes().orElseThrow(() -> new InvalidKeyException("the key shows no bytes"));
            signer = new Ed25519Signer();
            signer.init(true, new Ed25519PrivateKeyParameters(seed));
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            if (!(key instanceof EdECPublicKey theirs) || !named(theirs.getParams())) {
                throw new InvalidKeyException("no public key of " + ALGORITHM);
            }
            try {
                signer = new Ed25519Signer();
                signer.init(false, new Ed25519PublicKeyParameters(theirs.getEncoded(), PREFIX));
            } catch (IllegalArgumentException e) {
                throw new InvalidKeyException("no point of the curve", e);
            }
        }

        @Override
        protected void engineUpdate(byte one) throws SignatureException {
            begun().update(one);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
            begun().update(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return begun().generateSignature();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            return begun().verifySignature(signature);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(ALGORITHM + " has no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(ALGORITHM + " has no parameters");
        }

        private Ed25519Signer begun() throws SignatureException {
            Ed25519Signer begun = signer;
            if (begun == null) {
                throw new SignatureException("neither for signing nor for checking");
            }
            return begun;
        }

        private static boolean named(NamedParameterSpec parameters) {
            return parameters.getName().equals(ALGORITHM);
        }
    }
}
