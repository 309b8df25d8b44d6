package io.steward.controller.intake;

import io.steward.controller.sign.OidcSettings;
import io.steward.model.config.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be set about who may reach HTTP, how, and how often. Constants only. */
public final class HttpKeys {
    public static final Key<Optional<String>> CERTIFICATE = Key.optionalText(
            "http.tls.certificate",
            "a PEM file, or empty: no TLS",
            "the certificate of HTTP; read again when it changes");
    public static final Key<Optional<String>> KEY = Key.optionalText(
            "http.tls.key", "a PEM file, or empty; needed with http.tls.certificate", "its private key");
    public static final Key<Optional<String>> CLIENTS = Key.optionalText(
            "http.tls.clients",
            "a PEM file, or empty: nobody is asked",
            "the CA of operators' certificates, which may stand in for a token");
    public static final Key<Optional<String>> ROLES = Key.optionalText(
            "http.tls.roles.file",
            "a file with lines of <name> viewer|operator|admin; needed with http.tls.clients",
            "what the names in operators' certificates may do");
    public static final Key<Boolean> PLAIN = new Key<>(
            "http.plain",
            "refuse",
            "refuse, allow",
            "whether HTTP without TLS may be served on other addresses than loopback",
            HttpKeys::allowed);
    public static final Key<Integer> RATE = Key.number(
            "http.rate", 1000, 1, 1_000_000, "a second", "requests of one caller, and of one address without one");
    public static final Key<Integer> CONNECTIONS =
            Key.number("http.connections", 2000, 2, 100_000, "", "connections at once; half of them from one address");
    public static final Key<Integer> STREAMS =
            Key.number("http.streams", 100, 1, 500, "", "live streams of one caller at once");

    public static final List<Key<?>> ALL = all();

    private HttpKeys() {}

    private static List<Key<?>> all() {
        List<Key<?>> all =
                new ArrayList<>(List.of(CERTIFICATE, KEY, CLIENTS, ROLES, PLAIN, RATE, CONNECTIONS, STREAMS));
        all.addAll(OidcSettings.KEYS);
        return List.copyOf(all);
    }

    private static boolean allowed(String word) {
        return switch (word) {
            case "allow" -> true;
            case "refuse" -> false;
            default -> throw new IllegalArgumentException(word);
        };
    }
}
