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
import java.util.Arrays;
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

    private record Ours(EdECPrivateKey key, Ed25519PrivateKeyParameters parameters) {
        @Override
        public String toString() {
            return "Ours[]";
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Theirs(byte[] encoded, Ed25519PublicKeyParameters parameters) {}

    /** A service signs with one key, and checks what is mostly of one. */
    private static volatile @Nullable Ours lastOurs;

    private static volatile @Nullable Theirs lastTheirs;

    private static final class Ed25519 extends SignatureSpi {
        private @Nullable Ed25519Signer signer;

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof EdECPrivateKey ours) || !named(ours.getParams())) {
                throw new InvalidKeyException("no private key of " + ALGORITHM);
            }
            signer = new Ed25519Signer();
            signer.init(true, parameters(ours));
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            if (!(key instanceof EdECPublicKey theirs) || !named(theirs.getParams())) {
                throw new InvalidKeyException("no public key of " + ALGORITHM);
            }
            try {
                signer = new Ed25519Signer();
                signer.init(false, parameters(theirs.getEncoded()));
            } catch (IllegalArgumentException e) {
                throw new InvalidKeyException("no point of the curve", e);
            }
        }

        // They remember the public half, which costs as much as a signature.
        private static Ed25519PrivateKeyParameters parameters(EdECPrivateKey key) throws InvalidKeyException {
            Ours known = lastOurs;
            if (known == null || known.key() != key) {
                byte[] seed = key.getBytes().orElseThrow(() -> new InvalidKeyException("the key shows no bytes"));
                known = new Ours(key, new Ed25519PrivateKeyParameters(seed));
                lastOurs = known;
            }
            return known.parameters();
        }

        // They remember the point, which takes a root to find.
        private static Ed25519PublicKeyParameters parameters(byte[] encoded) {
            Theirs known = lastTheirs;
            if (known == null || !Arrays.equals(known.encoded(), encoded)) {
                known = new Theirs(encoded, new Ed25519PublicKeyParameters(encoded, PREFIX));
                lastTheirs = known;
            }
            return known.parameters();
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
