package io.steward.nats.server;

import io.steward.nats.keys.FleetKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What one nats-server is told: where it listens, where it stores, when it forces writes to disk. Clients have 10 s to sign
 * in, not the 2 s that nats-server gives by itself: a fleet that comes back at once keeps it busier than that.
 *
 * <p>A value; {@link #render} gives the configuration file, which holds public tokens and no secret.
 *
 * @param host the address to listen on
 * @param port the port for clients; 0 for a free one
 * @param store the folder for streams and account tokens
 * @param maxPayload the largest message, in bytes
 * @param syncInterval how long a write may wait for its fsync; empty: every write is forced before it is acknowledged
 * @param monitor the port of the monitoring page, on the same host, 0 for a free one; empty: no page
 * @param tls what clients' connections are encrypted with; empty: they are not
 */
public record BrokerConfig(
        String host,
        int port,
        Path store,
        int maxPayload,
        Optional<Duration> syncInterval,
        OptionalInt monitor,
        Optional<BrokerTls> tls) {
    /** 8 MiB: a command of the largest accepted size, and room for its headers. */
    public static final int DEFAULT_MAX_PAYLOAD = 8 << 20;

    public BrokerConfig {
        checkPort("port", port);
        monitor.ifPresent(p -> checkPort("monitor", p));
        if (maxPayload < 1024 || maxPayload > 64 << 20) {
            throw new IllegalArgumentException(
                    "maxPayload is " + maxPayload + "; allowed: 1024 to " + (64 << 20) + " bytes");
        }
        if (syncInterval.isPresent() && syncInterval.get().toMillis() < 1) {
            throw new IllegalArgumentException(
                    "syncInterval is " + syncInterval.get() + "; allowed: 1 ms or more, or empty for every write");
        }
    }

    /** Loopback, a free port, 8 MiB messages, every write forced, no monitoring page. */
    public static BrokerConfig loopback(Path store) {
        return new BrokerConfig(
                "127.0.0.1", 0, store, DEFAULT_MAX_PAYLOAD, Optional.empty(), OptionalInt.empty(), Optional.empty());
    }

    public BrokerConfig withHost(String newHost) {
        return new BrokerConfig(newHost, port, store, maxPayload, syncInterval, monitor, tls);
    }

    public BrokerConfig withPort(int newPort) {
        return new BrokerConfig(host, newPort, store, maxPayload, syncInterval, monitor, tls);
    }

    public BrokerConfig withSyncInterval(Duration interval) {
        return new BrokerConfig(host, port, store, maxPayload, Optional.of(interval), monitor, tls);
    }

    public BrokerConfig withMonitor(int newMonitor) {
        return new BrokerConfig(host, port, store, maxPayload, syncInterval, OptionalInt.of(newMonitor), tls);
    }

    public BrokerConfig withTls(BrokerTls newTls) {
        return new BrokerConfig(host, port, store, maxPayload, syncInterval, monitor, Optional.of(newTls));
    }

    /** The configuration file's text, with the fleet's accounts in it. Reads the account tokens. */
    public String render(FleetKeys keys) {
        String monitoring = monitor.isPresent() ? "http: \"" + host + ":" + orFree(monitor.getAsInt()) + "\"\n" : "";
        String preload = keys.accountJwts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(account -> "  " + account.getKey() + ": " + account.getValue() + "\n")
                .collect(Collectors.joining());
        return """
                host: "%s"
                port: %d
                %s%smax_payload: %d
                authorization { timeout: 10 }
                jetstream {
                  store_dir: %s
                  sync_interval: %s
                }
                operator: %s
                system_account: %s
                resolver {
                  type: full
                  dir: %s
                  allow_delete: false
                }
                resolver_preload {
                %s}
                """.formatted(
                        host,
                        orFree(port),
                        monitoring,
                        tls.map(BrokerTls::render).orElse(""),
                        maxPayload,
                        quoted(store.resolve("streams")),
                        syncInterval
                                .map(i -> '"' + Long.toString(i.toMillis()) + "ms\"")
                                .orElse("always"),
                        keys.operatorJwt(),
                        keys.systemAccount(),
                        quoted(store.resolve("accounts")),
                        preload);
    }

    private static int orFree(int port) {
        return port == 0 ? -1 : port;
    }

    static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void checkPort(String field, int value) {
        if (value < 0 || value > 65535) {
            throw new IllegalArgumentException(field + " is " + value + "; allowed: 0 to 65535");
        }
    }
}
