package io.steward.controller.sign;

import io.steward.nats.tls.Reread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Who shows a client certificate, and as what: the name out of the certificate, the role out of a file of lines {@code
 * name role} that is read again when it changes. That the certificate is good was found before. Any thread.
 */
public final class CertificateNames {
    private static final int MAIL = 1;
    private static final int DNS = 2;

    private final Reread<Map<String, String>> roles;

    private CertificateNames(Reread<Map<String, String>> roles) {
        this.roles = roles;
    }

    /** By the file and the roles that there are.
     *
     * @throws IOException if the file can't be read, or a line is not {@code name role}
     */
    public static CertificateNames of(Path file, Collection<String> known) throws IOException {
        return new CertificateNames(Reread.of(List.of(file), () -> read(file, known)));
    }

    private static Map<String, String> read(Path file, Collection<String> known) throws IOException {
        Map<String, String> roles = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] words = line.split("\\s+", -1);
                if (words.length != 2 || !words[0].matches(Claimed.NAME) || !known.contains(words[1])) {
                    throw new IOException(
                            file + " line " + (i + 1) + " is not allowed: use <name> " + String.join("|", known));
                }
                roles.put(words[0], words[1]);
            }
        }
        return Map.copyOf(roles);
    }

    /** Who it is, if the file knows them: by the subject's common name, else by a host or mail name of the certificate. */
    public Optional<Claimed> judge(X509Certificate certificate) {
        Map<String, String> now = roles.now();
        return names(certificate).stream()
                .filter(now::containsKey)
                .findFirst()
                .map(name -> new Claimed(name, List.of(now.getOrDefault(name, ""))));
    }

    private static List<String> names(X509Certificate certificate) {
        Optional<String> common = common(certificate);
        return common.isPresent() ? List.of(common.get()) : alternatives(certificate);
    }

    private static Optional<String> common(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static List<String> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name ->
                                    name.get(0).equals(MAIL) || name.get(0).equals(DNS))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
