package io.steward.controller.intake;

import io.steward.model.config.Settings;
import io.steward.nats.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where HTTP is served, how, and how much of it.
 *
 * @param host a name or address of this machine
 * @param port 0: a free one
 * @param bodyLimit the longest body that is read, in bytes
 * @param heartbeat after which a live stream without news shows a sign of life
 * @param tls empty: plain HTTP
 * @param clients whether operators' certificates are asked for
 * @param rate requests a second of one caller
 * @param connections at once
 * @param streams live streams of one caller at once
 */
public record HttpAddress(
        String host,
        int port,
        int bodyLimit,
        Duration heartbeat,
        Optional<SSLContext> tls,
        boolean clients,
        int rate,
        int connections,
        int streams) {
    /**
     * As the settings say.
     *
     * @throws BadDoor if they contradict each other, or ask for plain HTTP where others can listen without saying so
     * @throws IOException if a PEM file can't be used
     */
    public static HttpAddress of(String host, int port, int bodyLimit, Duration heartbeat, Settings settings)
            throws IOException {
        Optional<SSLContext> tls = tls(settings);
        if (tls.isEmpty()
                && !settings.get(HttpKeys.PLAIN)
                && !InetAddress.getByName(host).isLoopbackAddress()) {
            throw new BadDoor("key \"http.host\" \"" + host + "\" without TLS is not allowed, since tokens would cross"
                    + " the network in plain: set http.tls.certificate and http.tls.key, or http.plain=allow where"
                    + " something before it does TLS");
        }
        return new HttpAddress(
                host,
                port,
                bodyLimit,
                heartbeat,
                tls,
                settings.get(HttpKeys.CLIENTS).isPresent(),
                settings.get(HttpKeys.RATE),
                settings.get(HttpKeys.CONNECTIONS),
                settings.get(HttpKeys.STREAMS));
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return tls.isPresent() ? "https" : "http";
    }

    private static Optional<SSLContext> tls(Settings settings) throws IOException {
        Optional<String> certificate = settings.get(HttpKeys.CERTIFICATE);
        Optional<String> key = settings.get(HttpKeys.KEY);
        if (certificate.isPresent() != key.isPresent()) {
            throw new BadDoor("keys \"http.tls.certificate\" and \"http.tls.key\" need each other: set both or none");
        }
        if (settings.get(HttpKeys.CLIENTS).isPresent()
                && (certificate.isEmpty() || settings.get(HttpKeys.ROLES).isEmpty())) {
            throw new BadDoor("key \"http.tls.clients\" needs http.tls.certificate, http.tls.key and"
                    + " http.tls.roles.file: set them, too");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(Tls.server(
                        Path.of(certificate.get()),
                        Path.of(key.get()),
                        settings.get(HttpKeys.CLIENTS).map(Path::of)))
                : Optional.empty();
    }
}
