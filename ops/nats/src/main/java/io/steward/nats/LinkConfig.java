package io.steward.nats;

import io.steward.model.subject.NodeName;
import io.steward.nats.tls.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a {@link Link} goes and as whom.
 *
 * <p>A value. The credentials file and the PEM files are read at every connection attempt, so a renewed one is used
 * without a restart; their content is never kept or printed.
 *
 * @param servers one or more urls, {@code nats://host:port} or {@code tls://host:port}
 * @param credentials a credentials file (token and seed), or a file with a user's nkey seed alone
 * @param name what the broker's status pages call the connection
 * @param inboxPrefix what inboxes begin with, where the user may not subscribe to the usual {@code _INBOX}
 * @param tls the PEM files for a broker with TLS
 */
public record LinkConfig(
        List<String> servers, Path credentials, String name, Optional<String> inboxPrefix, TlsFiles tls) {
    public LinkConfig(List<String> servers, Path credentials, String name, Optional<String> inboxPrefix) {
        this(servers, credentials, name, inboxPrefix, TlsFiles.NONE);
    }

    public LinkConfig {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers is empty; allowed: one or more of nats://host:port");
        }
    }

    /** The same with these PEM files. */
    public LinkConfig with(TlsFiles files) {
        return new LinkConfig(servers, credentials, name, inboxPrefix, files);
    }

    /** Whether the connection is encrypted: a url or a PEM file asks for it. */
    public boolean encrypted() {
        return tls.any() || servers.stream().anyMatch(server -> server.startsWith("tls://"));
    }

    /** As a node, which may use inboxes of its own only. */
    public static LinkConfig forNode(String server, Path credentials, NodeName node) {
        return new LinkConfig(List.of(server), credentials, node.value(), Optional.of(StreamNames.inboxPrefix(node)));
    }

    /** As a controller, a tool or a test within FLEET. */
    public static LinkConfig forFleet(String server, Path credentials, String name) {
        return new LinkConfig(List.of(server), credentials, name, Optional.empty());
    }
}
