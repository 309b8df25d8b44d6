package io.steward.ops.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The controller that a command talks to, and as whom: options first, then the environment, then the folder of {@code up}. */
final class Target {
    private static final String HERE = "steward-data";
    private static final String USUAL = "http://127.0.0.1:8080";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The controller. Default: STEWARD_URL, then what --data says, then " + USUAL + ".")
    @Nullable
    String url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder of a 'steward up': its controller and its token. Default: STEWARD_DATA, then"
                    + " ./steward-data if it is there. STEWARD_TOKEN overrides the token.")
    @Nullable
    Path data;

    @Mixin
    TlsTarget tls = new TlsTarget();

    Api api() {
        Map<String, String> environment = System.getenv();
        Optional<String> named = Optional.ofNullable(url).or(() -> set(environment, "STEWARD_URL"));
        Map<String, @Nullable Object> endpoints = endpoints(environment);
        String where = named.orElse(endpoints.isEmpty() ? USUAL : Rows.text(endpoints, "http"));
        if (!where.matches("https?://[^/?#\\s]+/?")) {
            throw Trouble.wrongUse("--url \"" + where + "\" is not allowed: use http://HOST:PORT or https://HOST:PORT");
        }
        boolean itsOwn = named.isEmpty() || named.get().equals(Rows.text(endpoints, "http"));
        Optional<String> token = set(environment, "STEWARD_TOKEN")
                .or(() -> itsOwn ? Optional.of(Rows.text(endpoints, "token")) : Optional.empty())
                .filter(text -> !text.isEmpty());
        return new Api(where, token, tls);
    }

    /** The folder of the {@code up} that is meant, if any. */
    Optional<Path> folder() {
        return Optional.ofNullable(data)
                .or(() -> set(System.getenv(), "STEWARD_DATA").map(Path::of))
                .or(() -> Optional.of(Path.of(HERE)).filter(Files::isDirectory));
    }

    /** The folder, if it is named, or if the controller that is meant is its own. */
    Optional<Path> ownFolder() {
        Optional<String> named = Optional.ofNullable(url).or(() -> set(System.getenv(), "STEWARD_URL"));
        boolean meant = data != null || set(System.getenv(), "STEWARD_DATA").isPresent() || named.isEmpty();
        return meant ? folder() : Optional.empty();
    }

    /** Where the broker of the {@code up} is that is meant, if any. */
    Optional<String> broker() {
        return Optional.of(Rows.text(endpoints(System.getenv()), "nats")).filter(text -> !text.isEmpty());
    }

    private Map<String, @Nullable Object> endpoints(Map<String, String> environment) {
        Optional<Path> folder = folder();
        if (folder.isEmpty()) {
            return Map.of();
        }
        Path file = folder.get().resolve("run").resolve("endpoints.json");
        try {
            return Rows.object(PlainJson.parse(Files.readString(file)));
        } catch (IOException e) {
            boolean insisted = data != null && url == null && !environment.containsKey("STEWARD_URL");
            if (insisted) {
                throw Trouble.unreachable("no fleet has been started in " + folder.get() + " (" + file
                        + " can't be read): start it with 'steward up --data " + folder.get() + "'");
            }
            return Map.of();
        }
    }

    static Optional<String> set(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
