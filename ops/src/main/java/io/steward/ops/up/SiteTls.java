package io.steward.ops.up;

import io.steward.nats.server.BrokerTls;
import io.steward.nats.tls.PrivateCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A site's own CA and its certificates for the broker and the API, in {@code keys/tls}. One thread. Doing it again keeps
 * what is good for another 30 days, and every host that was ever named.
 */
public final class SiteTls {
    private static final Set<String> HERE = Set.of("localhost", "127.0.0.1", "::1");

    private final Path folder;
    private final Path ca;
    private final List<String> written = new ArrayList<>();

    private SiteTls(Path folder, Path ca) {
        this.folder = folder;
        this.ca = ca;
    }

    /** Whether the site has one. */
    public static boolean there(DataFolder site) {
        return Files.exists(folder(site).resolve("ca.pem"));
    }

    /** Makes or renews what is needed, for servers of these names and addresses and of this machine itself. */
    public static SiteTls openOrCreate(DataFolder site, Collection<String> hosts, InstantSource clock)
            throws IOException {
        Path folder = folder(site);
        PrivateCa ca = PrivateCa.openOrCreate(folder, clock);
        Set<String> all = new TreeSet<>(HERE);
        all.addAll(hosts);
        Path remembered = folder.resolve("hosts");
        DataFolder.read(remembered).ifPresent(text -> all.addAll(text.lines().toList()));
        DataFolder.writePrivate(remembered, String.join("\n", all) + "\n");
        SiteTls tls = new SiteTls(folder, ca.certificate());
        for (String name : List.of("broker", "api")) {
            if (ca.server(name, all, tls.file(name, "pem"), tls.file(name, "key"))) {
                tls.written.add(name);
            }
        }
        return tls;
    }

    /** The certificates that were made or renewed just now: {@code broker}, {@code api}. */
    public List<String> written() {
        return List.copyOf(written);
    }

    /** What everybody who connects has to trust. No secret. */
    public Path ca() {
        return ca;
    }

    public BrokerTls broker() {
        return new BrokerTls(file("broker", "pem"), file("broker", "key"));
    }

    /** What the controller's configuration gets. */
    public Map<String, String> controller() {
        return Map.of(
                "nats.tls.ca", ca.toString(),
                "http.tls.certificate", file("api", "pem").toString(),
                "http.tls.key", file("api", "key").toString());
    }

    /** What an agent's configuration gets. */
    public Map<String, String> agent() {
        return Map.of("nats.tls.ca", ca.toString());
    }

    private Path file(String name, String ending) {
        return folder.resolve(name + "." + ending);
    }

    private static Path folder(DataFolder site) {
        return site.keys().resolve("tls");
    }
}
