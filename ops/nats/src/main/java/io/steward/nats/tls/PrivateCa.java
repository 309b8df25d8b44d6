package io.steward.nats.tls;

import io.steward.nats.PureJava;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A small site's own certificate authority, in one folder: {@code ca.pem} and {@code ca.key}. P-256 throughout.
 *
 * <p>One thread. Doing a thing again keeps what is still good for 30 days and renews the rest; the CA's key stays for
 * ever, so that its renewed certificate vouches for what it signed before. Key files are 0600, each written whole or not
 * at all, and never printed. Whoever has {@code ca.key} can pass for every server of the site.
 */
public final class PrivateCa {
    private static final Duration CA_AGE = Duration.ofDays(3650);
    // Longer ones are refused by some browsers.
    private static final Duration AGE = Duration.ofDays(397);
    private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
    private static final Duration CLOCKS_DIFFER = Duration.ofHours(1);
    private static final String ADDRESS = "[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*";
    private static final int DNS = GeneralName.dNSName;
    private static final int IP = GeneralName.iPAddress;

    private final Path folder;
    private final InstantSource clock;
    private final PrivateKey key;
    private final X509Certificate own;

    private PrivateCa(Path folder, InstantSource clock, PrivateKey key, X509Certificate own) {
        this.folder = folder;
        this.clock = clock;
        this.key = key;
        this.own = own;
    }

    /** Opens the folder's CA; makes it, or renews its certificate, where needed. */
    public static PrivateCa openOrCreate(Path folder, InstantSource clock) throws IOException {
        PureJava.choose();
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path keyFile = folder.resolve("ca.key");
        Path file = folder.resolve("ca.pem");
        try {
            if (!Files.exists(keyFile)) {
                KeyPair pair = pair();
                write(keyFile, "PRIVATE KEY", pair.getPrivate().getEncoded(), "rw-------");
                certifySelf(file, pair.getPrivate(), pair.getPublic(), clock.instant());
            }
            PrivateKey key = Pem.key(keyFile);
            X509Certificate own = Pem.certificates(file).get(0);
            if (!goodFor(own, clock.instant())) {
                certifySelf(file, key, own.getPublicKey(), clock.instant());
                own = Pem.certificates(file).get(0);
            }
            return new PrivateCa(folder, clock, key, own);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("the CA in " + folder + " can't be made or renewed", e);
        }
    }

    /** What clients trust. Holds no secret. */
    public Path certificate() {
        return folder.resolve("ca.pem");
    }

    /**
     * A certificate for a server of these names and addresses, with its key: made, or made anew if it ends within 30 days
     * or is for others.
     *
     * @return whether files were written
     */
    public boolean server(String name, Collection<String> hosts, Path certificate, Path keyFile) throws IOException {
        return issue(name, hosts, KeyPurposeId.id_kp_serverAuth, certificate, keyFile);
    }

    /** The same for somebody who shows it to servers: an operator, by this name. */
    public boolean client(String name, Path certificate, Path keyFile) throws IOException {
        return issue(name, List.of(), KeyPurposeId.id_kp_clientAuth, certificate, keyFile);
    }

    private boolean issue(String name, Collection<String> hosts, KeyPurposeId purpose, Path certificate, Path keyFile)
            throws IOException {
        try {
            if (Files.exists(certificate) && Files.exists(keyFile) && stillGood(certificate, name, hosts)) {
                return false;
            }
            KeyPair pair = pair();
            Instant now = clock.instant();
            Instant end = now.plus(AGE).isBefore(own.getNotAfter().toInstant())
                    ? now.plus(AGE)
                    : own.getNotAfter().toInstant();
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    own, serial(), Date.from(now.minus(CLOCKS_DIFFER)), Date.from(end), named(name), pair.getPublic());
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))
                    .addExtension(
                            Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(own));
            if (!hosts.isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(hosts));
            }
            write(keyFile, "PRIVATE KEY", pair.getPrivate().getEncoded(), "rw-------");
            write(certificate, "CERTIFICATE", signed(builder, key), "rw-r--r--");
            return true;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate could be made for " + name, e);
        }
    }

    private boolean stillGood(Path file, String name, Collection<String> hosts) throws IOException {
        X509Certificate there = Pem.certificates(file).get(0);
        try {
            there.verify(own.getPublicKey());
        } catch (GeneralSecurityException e) {
            return false;
        }
        byte[] names = there.getExtensionValue(Extension.subjectAlternativeName.getId());
        return goodFor(there, clock.instant())
                && new X500Name(there.getSubjectX500Principal().getName()).equals(named(name))
                && (hosts.isEmpty()
                        ? names == null
                        : names != null
                                && Arrays.equals(
                                        ASN1OctetString.getInstance(names).getOctets(),
                                        names(hosts).getEncoded()));
    }

    private static boolean goodFor(X509Certificate certificate, Instant now) {
        return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWED_BEFORE));
    }

    private static void certifySelf(Path file, PrivateKey key, PublicKey mine, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name name = named("Steward private CA");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(), Date.from(now.minus(CLOCKS_DIFFER)), Date.from(now.plus(CA_AGE)), name, mine);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                .addExtension(
                        Extension.subjectKeyIdentifier,
                        false,
                        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(mine));
        write(file, "CERTIFICATE", signed(builder, key), "rw-r--r--");
    }

    private static byte[] signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws IOException, OperatorCreationException {
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                .getEncoded();
    }

    private static GeneralNames names(Collection<String> hosts) {
        return new GeneralNames(new TreeSet<>(hosts)
                .stream()
                        .map(host -> new GeneralName(host.matches(ADDRESS) ? IP : DNS, host))
                        .toArray(GeneralName[]::new));
    }

    private static X500Name named(String name) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.CN, name).build();
    }

    private static BigInteger serial() {
        return new BigInteger(127, new SecureRandom()).add(BigInteger.ONE);
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static void write(Path file, String kind, byte[] der, String rights) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + kind + "-----\n";
        Path parent = file.toAbsolutePath().getParent();
        Path draft = Files.createTempFile(
                parent, ".new", null, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
        Files.write(draft, text.getBytes(StandardCharsets.US_ASCII));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
