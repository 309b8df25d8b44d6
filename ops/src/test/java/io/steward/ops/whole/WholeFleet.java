package io.steward.ops.whole;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.agent.Agent;
import io.steward.agent.AgentKeys;
import io.steward.controller.Controller;
import io.steward.controller.ControllerKeys;
import io.steward.model.config.Settings;
import io.steward.model.subject.NodeName;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.BrokerProcess;
import io.steward.nats.server.NatsServerBinary;
import io.steward.nats.testing.Connecting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A broker with its own store, a controller and agents, all at hand. One thread. */
final class WholeFleet implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "root-token";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final FleetKeys keys;
    private final BrokerProcess broker;
    private final Map<String, Agent> agents = new HashMap<>();
    private final Map<String, String> more;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private int httpPort;
    private @Nullable Controller controller;
    private @Nullable Connection connection;

    WholeFleet(Path folder) throws Exception {
        this(folder, Map.of());
    }

    /** One with more settings of its controller. */
    WholeFleet(Path folder, Map<String, String> more) throws Exception {
        this.folder = folder;
        this.more = more;
        this.keys = FleetKeys.openOrCreate(folder.resolve("keys"));
        this.broker = BrokerProcess.start(
                NatsServerBinary.provision(), BrokerConfig.loopback(store()), keys, folder.resolve("broker"));
        startController();
    }

    Path store() {
        return folder.resolve("store");
    }

    Path data(String node) {
        return folder.resolve(node);
    }

    /** After the broker was away: the old connection comes back when it likes. */
    void connectAnew() throws InterruptedException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    /** A connection with the controller's rights, which finds back after the broker was away. */
    Connection connection() {
        if (connection == null) {
            connection = Connecting.with(Options.builder()
                    .server(broker.url())
                    .authHandler(Nats.credentials(keys.controllerCredentials().toString()))
                    .maxReconnects(-1)
                    .reconnectBufferSize(0));
        }
        return connection;
    }

    FleetKeys keys() {
        return keys;
    }

    int httpPort() {
        return httpPort;
    }

    BrokerProcess broker() {
        return broker;
    }

    Controller controller() {
        if (controller == null) {
            throw new IllegalStateException("the controller is stopped");
        }
        return controller;
    }

    void startController() throws Exception {
        controller = Controller.start(Settings.read(ControllerKeys.ALL, List.of(controllerSettings())));
        httpPort = controller.httpPort();
    }

    /** Starts the controller as a process of its own, which can be killed. */
    Process startControllerProcess() throws Exception {
        Path endpoints = folder.resolve("endpoints.json");
        Files.deleteIfExists(endpoints);
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.steward.ops.cli.Steward",
                "controller"));
        controllerSettings().forEach((key, value) -> line.addAll(List.of("--set", key + "=" + value)));
        line.addAll(List.of("--set", "endpoints.file=" + endpoints));
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("controller.log").toFile()))
                .start();
        processes.add(process);
        await("the controller's process has opened its port")
                .atMost(PATIENCE)
                .until(() -> process.isAlive() && Files.exists(endpoints));
        httpPort = URI.create(JSON.readTree(endpoints.toFile()).get("http").asString())
                .getPort();
        return process;
    }

    private Map<String, String> controllerSettings() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "root admin " + hash() + "\n");
        Map<String, String> values = new HashMap<>(Map.of(
                "nats.url",
                broker.url(),
                "nats.credentials",
                keys.controllerCredentials().toString(),
                "data.dir",
                folder.resolve("controller").toString(),
                "http.port",
                "0",
                "sql.port",
                "-1",
                "consumers.ack-wait",
                "PT2S",
                "lost.after",
                "PT6S",
                "http.tokens.file",
                tokens.toString()));
        values.put("enrol.signing.key.file", keys.nodeSigningKey().toString());
        values.put("enrol.account", keys.agentsAccount());
        values.putAll(more);
        return values;
    }

    void stopController() {
        controller().close();
        controller = null;
    }

    void awaitReady() {
        await("ready")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> ask("GET", "/health/ready", "").statusCode() == 200);
    }

    String readiness() throws Exception {
        return ask("GET", "/health/ready", "").body();
    }

    void enrol(String node) throws Exception {
        await("enrolled")
                .atMost(PATIENCE)
                .until(() -> ask("PUT", "/api/v1/nodes/" + node, "{}").statusCode() == 200);
    }

    void startAgent(String node) throws Exception {
        startAgent(node, new SimpleMeterRegistry());
    }

    void startAgent(String node, MeterRegistry meters) throws Exception {
        Settings settings = Settings.read(
                AgentKeys.ALL,
                List.of(Map.of(
                        "node",
                        node,
                        "nats.url",
                        broker.url(),
                        "nats.credentials",
                        keys.credentialsFor(NodeName.of(node)).toString(),
                        "data.dir",
                        data(node).toString(),
                        "commands.unsigned",
                        "accept",
                        "inbox.ack-wait",
                        "PT2S",
                        "start.patience",
                        "PT1S",
                        "heartbeat.interval",
                        "PT1S")));
        agents.put(node, Agent.start(settings, meters));
    }

    void stopAgent(String node) {
        Agent agent = agents.remove(node);
        if (agent != null) {
            agent.close();
        }
    }

    /** Sends a shell command to a node and answers its id. */
    String run(String node, String script) throws Exception {
        return run(node, "operatingsystem", script);
    }

    String run(String node, String domain, String script) throws Exception {
        HttpResponse<String> answer = ask(
                "POST",
                "/api/v1/commands",
                JSON.writeValueAsString(Map.of(
                        "targets",
                        Map.of("nodes", List.of(node)),
                        "method",
                        "shellcommand",
                        "domain",
                        domain,
                        "args",
                        Map.of("argv", List.of("sh", "-c", script)))));
        if (answer.statusCode() != 202) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body()).get("commands").get(0).get("id").asString();
    }

    JsonNode json(String method, String path) throws Exception {
        HttpResponse<String> answer = ask(method, path, "{}");
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Has the log repaired, or finds out what that would do, and answers what it did or would do. */
    JsonNode repair(boolean planOnly) throws Exception {
        HttpResponse<String> begun = ask("POST", "/api/v1/repair", "{\"plan\":" + planOnly + "}");
        if (begun.statusCode() != 202) {
            throw new AssertionError(begun.statusCode() + " " + begun.body());
        }
        await("the repair has ended")
                .atMost(PATIENCE)
                .until(() -> !json("GET", "/api/v1/repair").get("endedAt").isNull());
        JsonNode ended = json("GET", "/api/v1/repair");
        if (!ended.get("state").asString().equals("done")) {
            throw new AssertionError(ended.toString());
        }
        return ended.get("plan");
    }

    /** Rows of a query, each as a line with bars. */
    List<String> sql(String query) throws Exception {
        HttpResponse<String> answer = ask("POST", "/api/v1/sql", JSON.writeValueAsString(Map.of("query", query)));
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        List<String> lines = new ArrayList<>();
        for (JsonNode row : JSON.readTree(answer.body()).get("rows")) {
            List<String> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(cell.isNull() ? "" : cell.asString()));
            lines.add(String.join("|", cells));
        }
        return lines;
    }

    void awaitStatus(String id, String status) {
        await(id + " is " + status)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> sql("select status from command_state where id = '" + id + "'"), List.of(status)::equals);
    }

    HttpResponse<String> ask(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            try {
                connection.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        List.copyOf(agents.keySet()).forEach(this::stopAgent);
        if (controller != null) {
            stopController();
        }
        processes.forEach(Process::destroyForcibly);
        broker.close();
    }

    private static String hash() throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8)));
    }
}
