package io.steward.nats.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Certificates and private keys out of PEM files. What is wrong is said with the file's name and never with its content. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final long LONGEST = 1 << 20;
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

    private Pem() {}

    /** All certificates of the file, in its order; at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> found = BLOCK.matcher(text(file))
                    .results()
                    .filter(block -> block.group(1).equals("CERTIFICATE"))
                    .map(block -> certificate(factory, block.group(2)))
                    .toList();
            if (found.isEmpty()) {
                throw new IOException("file " + file + " holds no certificate: use PEM, -----BEGIN CERTIFICATE-----");
            }
            return found;
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException("file " + file + " holds a certificate that can't be read: use X.509 as PEM", e);
        }
    }

    /** The one private key of the file. */
    static PrivateKey key(Path file) throws IOException {
        Matcher blocks = BLOCK.matcher(text(file));
        while (blocks.find()) {
            String kind = blocks.group(1);
            if (kind.endsWith("PRIVATE KEY") && !kind.startsWith("ENCRYPTED")) {
                try {
                    return key(info(kind, base64(blocks.group(2))));
                } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
                    // Without its cause: what parsers say may quote what they read.
                    throw new IOException("file " + file
                            + " holds a private key that can't be used: use EC, RSA or Ed25519" + " as PEM");
                }
            }
        }
        throw new IOException(
                "file " + file + " holds no private key that is not encrypted: use PEM, -----BEGIN PRIVATE KEY-----");
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException();
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw last;
    }

    // The two older forms are wrapped into the one that Java reads.
    private static byte[] info(String kind, byte[] der) throws IOException {
        return switch (kind) {
            case "RSA PRIVATE KEY" ->
                new PrivateKeyInfo(
                                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                                ASN1Sequence.getInstance(der))
                        .getEncoded();
            case "EC PRIVATE KEY" -> {
                ECPrivateKey key = ECPrivateKey.getInstance(der);
                yield new PrivateKeyInfo(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                                key)
                        .getEncoded();
            }
            default -> der;
        };
    }

    private static X509Certificate certificate(CertificateFactory factory, String block) {
        try {
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(base64(block)));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static byte[] base64(String block) {
        return Base64.getMimeDecoder().decode(block);
    }

    private static String text(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("file " + file + " can't be read");
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException("file " + file + " is longer than " + LONGEST + " bytes: use a PEM file");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }
}
