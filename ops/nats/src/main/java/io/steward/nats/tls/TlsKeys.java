package io.steward.nats.tls;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What can be set about TLS to the broker, by whoever connects to it. Constants only. */
public final class TlsKeys {
    public static final Key<Optional<String>> CA = Key.optionalText(
            "nats.tls.ca",
            "a PEM file, or empty: whom this Java trusts",
            "the CA that the broker's certificate comes from");
    public static final Key<Optional<String>> CERTIFICATE = Key.optionalText(
            "nats.tls.certificate", "a PEM file, or empty", "our own certificate, for a broker that asks for one");
    public static final Key<Optional<String>> KEY = Key.optionalText(
            "nats.tls.key", "a PEM file, or empty; needed with nats.tls.certificate", "its private key");
    public static final Key<Boolean> FIRST =
            Key.flag("nats.tls.first", false, "the broker has handshake_first: TLS begins before its greeting");

    public static final List<Key<?>> KEYS = List.of(CA, CERTIFICATE, KEY, FIRST);

    private TlsKeys() {}

    /** The files that the settings name.
     *
     * @throws IllegalArgumentException if a certificate is named without its key, or the other way round
     */
    public static TlsFiles files(Settings settings) {
        if (settings.get(CERTIFICATE).isPresent() != settings.get(KEY).isPresent()) {
            throw new IllegalArgumentException(
                    "keys \"nats.tls.certificate\" and \"nats.tls.key\" need each other: set both or none");
        }
        return new TlsFiles(
                settings.get(CA).map(Path::of),
                settings.get(CERTIFICATE).map(Path::of),
                settings.get(KEY).map(Path::of),
                settings.get(FIRST));
    }
}
