package io.steward.nats.tls;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which PEM files a connection is made with. A value; the files are read when they are needed, and again once they have
 * changed.
 *
 * @param ca whom the other side's certificate must come from; empty: whom this Java trusts
 * @param certificate our own certificate and those between it and its CA; empty: we show none
 * @param key its private key, not encrypted; there if and only if the certificate is
 * @param first the broker wants the TLS handshake before its greeting ({@code handshake_first})
 */
public record TlsFiles(Optional<Path> ca, Optional<Path> certificate, Optional<Path> key, boolean first) {
    public static final TlsFiles NONE = new TlsFiles(Optional.empty(), Optional.empty(), Optional.empty(), false);

    public TlsFiles {
        if (certificate.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("a certificate needs its key, and a key its certificate: name both");
        }
    }

    /** Whether anything is asked for. */
    public boolean any() {
        return ca.isPresent() || certificate.isPresent() || first;
    }
}
