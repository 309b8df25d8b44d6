package io.steward.controller;

import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.steward.model.config.Settings;
import io.steward.nats.testing.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A controller in this process with a folder of its own, and an operator who talks to it over HTTP. */
final class Site implements AutoCloseable {
    static final String ALICE = "alice-token";
    static final String VICTOR = "victor-token";
    static final String ROOT = "root-token";
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** An answer. */
    record Answer(int status, String mediaType, String text) {
        JsonNode json() {
            return MAPPER.readTree(text);
        }
    }

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final Map<String, String> values = new HashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private Controller controller;

    private Site(Path folder, Map<String, String> values) throws Exception {
        this.folder = folder;
        this.values.putAll(values);
        this.controller = boot();
    }

    static Site start(TestBroker broker, Path folder) throws Exception {
        return start(broker.url(), broker.keys().controllerCredentials(), folder, Map.of());
    }

    static Site start(String url, Path credentials, Path folder, Map<String, String> more) throws Exception {
        Path tokens = folder.resolve("tokens");
        Files.createDirectories(folder);
        Files.writeString(
                tokens,
                "alice operator " + hash(ALICE) + "\nvictor viewer " + hash(VICTOR) + "\nroot admin " + hash(ROOT)
                        + "\n");
        Map<String, String> values = new HashMap<>(Map.of(
                "nats.url", url,
                "nats.credentials", credentials.toString(),
                "data.dir", folder.resolve("data").toString(),
                "http.port", "0",
                "http.heartbeat", "PT1S",
                "http.tokens.file", tokens.toString(),
                "inbox.dir", folder.resolve("inbox").toString(),
                "endpoints.file", folder.resolve("endpoints.json").toString()));
        values.putAll(more);
        return new Site(folder, values);
    }

    private Controller boot() throws Exception {
        return Controller.start(Settings.read(ControllerKeys.ALL, List.of(values)));
    }

    Controller controller() {
        return controller;
    }

    Path inbox() {
        return folder.resolve("inbox");
    }

    Path folder() {
        return folder;
    }

    void restart() throws Exception {
        controller.close();
        controller = boot();
        awaitReady();
    }

    void awaitReady() {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> get("", "/health/ready").status() == 200);
    }

    void enrol(String... nodes) throws Exception {
        for (String node : nodes) {
            Answer answer = ask("PUT", ROOT, "/api/v1/nodes/" + node, BodyPublishers.noBody(), Map.of());
            if (answer.status() != 200) {
                throw new AssertionError("not enrolled: " + answer);
            }
        }
    }

    Answer get(String token, String path) throws Exception {
        return ask("GET", token, path, BodyPublishers.noBody(), Map.of());
    }

    Answer post(String token, String path, String body) throws Exception {
        return post(token, path, body, Map.of());
    }

    Answer post(String token, String path, String body, Map<String, String> headers) throws Exception {
        Answer answer = send("POST", token, path, BodyPublishers.ofString(body), headers);
        ApiDocument.HERE.check("POST", path, body, answer.status(), answer.mediaType(), answer.text());
        return answer;
    }

    /** Asks, and holds the answer to the API's own description. */
    Answer ask(String method, String token, String path, BodyPublisher body, Map<String, String> headers)
            throws Exception {
        Answer answer = send(method, token, path, body, headers);
        ApiDocument.HERE.check(method, path, "", answer.status(), answer.mediaType(), answer.text());
        return answer;
    }

    private Answer send(String method, String token, String path, BodyPublisher body, Map<String, String> headers)
            throws Exception {
        HttpResponse<String> response =
                client.send(request(method, token, path, body, headers), BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
    }

    HttpRequest request(String method, String token, String path, BodyPublisher body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + controller.httpPort() + path))
                .timeout(PATIENCE)
                .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        return request.build();
    }

    /** Says, as the node's agent would, that a command ended well and what it printed. */
    static void succeed(Connection node, String subject, String id, String stdout) {
        node.publish(
                subject,
                ("{\"v\":1,\"id\":\"" + id + "\",\"status\":\"SUCCEEDED\",\"at\":\"2026-11-22T09:00:01.250Z\","
                                + "\"deliveredAt\":\"2026-11-22T09:00:00.100Z\",\"startedAt\":\"2026-11-22T09:00:00.200Z\","
                                + "\"attempt\":1,\"exitCode\":0,\"stdout\":\"" + stdout + "\",\"stderr\":\"\","
                                + "\"stdoutBytes\":" + stdout.length()
                                + ",\"stderrBytes\":0,\"truncated\":false,\"error\":null}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        controller.close();
    }

    private static String hash(String token) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    }
}
