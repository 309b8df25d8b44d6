package io.steward.nats.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.2 and 1.3 by PEM files. Each handshake uses the files as they are then, so a renewed certificate needs no
 * restart; connections that are up go on. Files that can't be used any more are logged and leave things as they were.
 */
public final class Tls {
    /** What servers and clients here speak. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    private static final int RESUMED_SECONDS = 300;

    private Tls() {}

    /** For connecting. The server's certificate must name the host that was asked for. */
    public static SSLContext client(TlsFiles files) throws IOException {
        KeyManager[] own = files.certificate().isPresent() && files.key().isPresent()
                ? new KeyManager[] {
                    new PemIdentity(files.certificate().get(), files.key().get())
                }
                : new KeyManager[0];
        return context(own, new PemTrust(files.ca()));
    }

    /**
     * For listening.
     *
     * @param clients the CAs of clients' certificates; empty: those of this Java, which matters only if clients are asked
     *     for one
     */
    public static SSLContext server(Path certificate, Path key, Optional<Path> clients) throws IOException {
        SSLContext context = context(new KeyManager[] {new PemIdentity(certificate, key)}, new PemTrust(clients));
        // A resumed session is not judged anew: so it may not be old.
        context.getServerSessionContext().setSessionTimeout(RESUMED_SECONDS);
        return context;
    }

    private static SSLContext context(KeyManager[] own, PemTrust trust) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java can't do TLS", e);
        }
    }
}
