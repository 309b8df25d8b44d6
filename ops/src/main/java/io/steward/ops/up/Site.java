package io.steward.ops.up;

import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays out a site in a folder: keys, credentials, the broker's configuration and one for each service. The same files
 * serve {@code up} on one machine and, copied to where they belong, a real site. Doing it again keeps every key.
 */
public final class Site {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DataFolder folder;
    private final FleetKeys keys;
    private final Partitions partitions;
    private final SitePolicy policy;

    private Site(DataFolder folder, FleetKeys keys, Partitions partitions, SitePolicy policy) {
        this.folder = folder;
        this.keys = keys;
        this.partitions = partitions;
        this.policy = policy;
    }

    /** Opens the site in this folder; makes what is missing. Its controller can't command nodes on its own. */
    public static Site openOrCreate(DataFolder folder) throws IOException {
        return openOrCreate(folder, Partitions.ONE);
    }

    /** The same with several command streams; a site that is there keeps as many as it has. */
    public static Site openOrCreate(DataFolder folder, Partitions fresh) throws IOException {
        return openOrCreate(folder, fresh, SitePolicy.Controller.SERVES);
    }

    /** As {@link #openOrCreate}, for one machine: the controller signs what its users ask for. */
    public static Site openOrCreateHere(DataFolder folder) throws IOException {
        return openOrCreateHere(folder, Partitions.ONE);
    }

    /** The same with several command streams; a site that is there keeps as many as it has. */
    public static Site openOrCreateHere(DataFolder folder, Partitions fresh) throws IOException {
        return openOrCreate(folder, fresh, SitePolicy.Controller.VOUCHES);
    }

    private static Site openOrCreate(DataFolder folder, Partitions fresh, SitePolicy.Controller controller)
            throws IOException {
        folder.create();
        Partitions partitions = FleetKeys.partitionsOf(folder.keys()).orElse(fresh);
        Site site = new Site(
                folder,
                FleetKeys.openOrCreate(folder.keys(), partitions),
                partitions,
                SitePolicy.openOrCreate(folder.keys(), user(), controller));
        site.makeTokens();
        return site;
    }

    /** The broker's configuration file; its accounts are in it. */
    public Path broker(BrokerConfig config) throws IOException {
        Path file = folder.root().resolve("conf").resolve("nats-server.conf");
        DataFolder.writePrivate(file, config.render(keys));
        return file;
    }

    /** The controller's configuration. */
    public Path controller(String nats, int httpPort, Map<String, String> more) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("nats.url", nats);
        values.put("nats.credentials", keys.controllerCredentials().toString());
        values.put("enrol.signing.key.file", keys.nodeSigningKey().toString());
        values.put("enrol.account", keys.agentsAccount());
        values.put("http.port", Integer.toString(httpPort));
        values.put("http.tokens.file", hashes().toString());
        values.put("data.dir", folder.store("controller").toString());
        values.put("inbox.dir", folder.inbox().toString());
        values.put("policy.file", policy.file().toString());
        values.put("commands.key.file", policy.controllerKey().toString());
        putPartitions(values);
        values.putAll(more);
        return write("controller", values);
    }

    /** The files of the keys folder that the controller's machine needs; none of the others. */
    public List<Path> controllerSecrets() {
        return List.of(
                keys.controllerCredentials(), keys.nodeSigningKey(), hashes(), policy.file(), policy.controllerKey());
    }

    /** One node's configuration, with the credentials file that it names. */
    public Path agent(NodeName node, String nats, Map<String, String> more) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("node", node.value());
        values.put("nats.url", nats);
        values.put("nats.credentials", keys.credentialsFor(node).toString());
        values.put("data.dir", folder.store(node.value()).toString());
        values.put("policy.file", policy.file().toString());
        putPartitions(values);
        values.putAll(more);
        return write(node.value(), values);
    }

    public Path controllerCredentials() {
        return keys.controllerCredentials();
    }

    public Path credentials(NodeName node) {
        return keys.credentialsFor(node);
    }

    /** Whose commands nodes take: the controller and each node have it. */
    public Path policy() {
        return policy.file();
    }

    /** What commands are signed with: it belongs to a person, and on no server. */
    public Path operatorKey() {
        return policy.operatorKey();
    }

    /** Who has it may do everything over HTTP. */
    public String adminToken() throws IOException {
        return Files.readString(tokenFile()).strip();
    }

    /** The admin's token itself; the controller has only its hash. */
    public Path tokenFile() {
        return folder.keys().resolve("admin.token");
    }

    /** What an agent's {@code /metrics} asks for. It opens nothing else: no node holds a token of the controller. */
    public Path metricsToken() throws IOException {
        Path file = folder.keys().resolve("metrics.token");
        if (!Files.exists(file)) {
            newToken(file);
        }
        return file;
    }

    private Path hashes() {
        return folder.keys().resolve("tokens");
    }

    private void makeTokens() throws IOException {
        if (!Files.exists(hashes())) {
            Path viewer = folder.keys().resolve("prometheus.token");
            DataFolder.writePrivate(
                    hashes(),
                    user() + " admin " + newToken(tokenFile()) + "\nprometheus viewer " + newToken(viewer) + "\n");
        }
    }

    /** Writes a new token to the file and answers its hash. */
    private static String newToken(Path file) throws IOException {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        DataFolder.writePrivate(file, token + "\n");
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String user() {
        return SitePolicy.nameOf(System.getProperty("user.name", ""));
    }

    private void putPartitions(Map<String, String> values) {
        if (partitions.count() > 1) {
            values.put("partitions", Integer.toString(partitions.count()));
        }
    }

    private Path write(String part, Map<String, String> values) throws IOException {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key)
                .append(": \"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\"\n"));
        DataFolder.writePrivate(folder.configuration(part), text.toString());
        return folder.configuration(part);
    }
}
