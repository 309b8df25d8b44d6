package io.steward.nats.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** One certificate with its key, looked at anew for every handshake. Any thread. */
final class PemIdentity extends X509ExtendedKeyManager {
    /** A certificate chain and its key; the key does not print. */
    private record Pair(String alias, List<X509Certificate> chain, PrivateKey key) {
        @Override
        public String toString() {
            return "Pair[" + alias + "]";
        }
    }

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "Ed25519", "Ed25519", "Ed25519");

    private final AtomicLong number = new AtomicLong();
    private final Map<String, Pair> known = new ConcurrentHashMap<>();
    private final Reread<Pair> files;

    PemIdentity(Path certificate, Path key) throws IOException {
        this.files = Reread.of(List.of(certificate, key), () -> read(certificate, key));
    }

    private Pair read(Path certificate, Path keyFile) throws IOException {
        List<X509Certificate> chain = Pem.certificates(certificate);
        PrivateKey key = Pem.key(keyFile);
        if (!belongs(key, chain.get(0))) {
            throw new IOException("the key in " + keyFile + " is not that of the certificate in " + certificate);
        }
        long next = number.incrementAndGet();
        Pair pair = new Pair("pem" + next, chain, key);
        known.put(pair.alias(), pair);
        // Handshakes that began with the one before still ask for it by its alias.
        known.remove("pem" + (next - 2));
        return pair;
    }

    private static boolean belongs(PrivateKey key, X509Certificate certificate) throws IOException {
        try {
            byte[] said = "steward".getBytes(StandardCharsets.US_ASCII);
            String algorithm = SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm());
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(said);
            byte[] signed = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(said);
            return signer.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private @Nullable String alias(String... keyTypes) {
        Pair pair = files.now();
        String has = pair.chain().get(0).getPublicKey().getAlgorithm();
        for (String type : keyTypes) {
            if (type.equals(has) || type.startsWith(has + "_") || (type.equals("RSASSA-PSS") && has.equals("RSA"))) {
                return pair.alias();
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Pair pair = known.get(alias);
        return pair == null ? null : pair.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Pair pair = known.get(alias);
        return pair == null ? null : pair.key();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return getClientAliases(keyType, issuers);
    }
}
