package io.steward.nats.server;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code tls} block of a nats-server: TLS 1.2 or newer for everybody who connects. A value; the server reads the
 * files at its start and whenever it is told to reload.
 *
 * @param certificate PEM, the server's certificate first
 * @param key its private key
 * @param clients PEM, the CAs of the certificates that every client has to show; empty: none has to
 * @param first the handshake comes before the server's greeting; clients have to know
 */
public record BrokerTls(Path certificate, Path key, Optional<Path> clients, boolean first) {
    /** Clients prove themselves by their credentials alone. */
    public BrokerTls(Path certificate, Path key) {
        this(certificate, key, Optional.empty(), false);
    }

    // A handshake over a satellite takes several of its round trips.
    String render() {
        return "tls {\n  cert_file: " + BrokerConfig.quoted(certificate) + "\n  key_file: " + BrokerConfig.quoted(key)
                + clients.map(ca -> "\n  ca_file: " + BrokerConfig.quoted(ca) + "\n  verify: true")
                        .orElse("")
                + (first ? "\n  handshake_first: true" : "")
                + "\n  min_version: \"1.2\"\n  timeout: 15\n}\n";
    }
}
