package io.steward.ops.cli;

import io.steward.nats.tls.Tls;
import io.steward.nats.tls.TlsFiles;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How an https controller is trusted, and by which certificate we are known to it. Any thread. For an http url nothing of
 * this is ever loaded.
 */
final class TlsTarget {
    static final TlsTarget NONE = new TlsTarget();

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The CA of an https controller, as PEM. Default: STEWARD_CA, then whom Java trusts.")
    @Nullable
    Path ca;

    @Option(
            names = "--cert",
            paramLabel = "FILE",
            description = "Our own certificate, as PEM, in place of a token. Default: STEWARD_CERT.")
    @Nullable
    Path certificate;

    @Option(names = "--cert-key", paramLabel = "FILE", description = "Its private key. Default: STEWARD_CERT_KEY.")
    @Nullable
    Path key;

    private @Nullable SSLSocketFactory factory;

    /** Made by these files, as the options would. */
    static TlsTarget trusting(Optional<Path> ca) {
        TlsTarget target = new TlsTarget();
        target.ca = ca.orElse(null);
        return target;
    }

    void prepare(HttpURLConnection connection) {
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(factory());
        }
    }

    private synchronized SSLSocketFactory factory() {
        if (factory == null) {
            try {
                factory = Tls.client(files(System.getenv())).getSocketFactory();
            } catch (IOException | IllegalArgumentException e) {
                throw Trouble.wrongUse("--ca, --cert and --cert-key: " + e.getMessage());
            }
        }
        return factory;
    }

    private TlsFiles files(Map<String, String> environment) {
        return new TlsFiles(
                file(ca, "STEWARD_CA", environment),
                file(certificate, "STEWARD_CERT", environment),
                file(key, "STEWARD_CERT_KEY", environment),
                false);
    }

    private static Optional<Path> file(@Nullable Path said, String name, Map<String, String> environment) {
        return Optional.ofNullable(said)
                .or(() -> Optional.ofNullable(environment.get(name))
                        .filter(text -> !text.isBlank())
                        .map(Path::of));
    }

    /** What is wrong with the other side's certificate, or with ours; empty: it is something else. */
    static Optional<String> explained(String url, IOException thrown) {
        if (!(thrown instanceof SSLException)) {
            return Optional.empty();
        }
        String words = String.valueOf(thrown.getMessage());
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return Optional.of("the certificate of " + url
                        + " comes from a CA that is not trusted here: name the site's with --ca FILE or STEWARD_CA"
                        + " ('steward init --tls' made keys/tls/ca.pem)");
            }
            if (cause instanceof CertificateException
                    && String.valueOf(cause.getMessage()).startsWith("No ")) {
                return Optional.of("the certificate of " + url + " is for other names (" + cause.getMessage()
                        + "): use one of its names in --url, or make it anew with 'steward init --tls --hosts'");
            }
        }
        if (words.contains("not an SSL") || words.contains("Unsupported or unrecognized SSL message")) {
            return Optional.of("no TLS is spoken at " + url + ": use http:// there, or the port that speaks TLS");
        }
        return Optional.of("TLS with " + url + " failed: " + words);
    }
}
