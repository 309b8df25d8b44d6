package io.steward.controller;

import io.steward.model.config.Settings;
import io.steward.nats.tls.PrivateCa;
import io.steward.nats.tls.Tls;
import io.steward.nats.tls.TlsFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
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
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A controller whose doors are tried: with a CA of its own, TLS on HTTP, and no broker, which doors don't need. */
final class DoorsSite implements AutoCloseable {
    static final String ALICE = "alice-token";

    final Path folder;
    final PrivateCa ca;
    final Controller controller;

    DoorsSite(Path folder, Map<String, String> more) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.ca = PrivateCa.openOrCreate(folder.resolve("ca"), InstantSource.system());
        certify(ca);
        Files.writeString(folder.resolve("tokens"), line("alice", "operator", ALICE));
        Map<String, String> values = new HashMap<>(Map.of(
                "nats.url", "nats://127.0.0.1:9",
                "nats.credentials", folder.resolve("none.creds").toString(),
                "data.dir", folder.resolve("data").toString(),
                "http.port", "0",
                "http.tokens.file", folder.resolve("tokens").toString(),
                "http.tls.certificate", folder.resolve("api.pem").toString(),
                "http.tls.key", folder.resolve("api.key").toString()));
        values.putAll(more);
        values.values().removeIf(String::isEmpty);
        this.controller = Controller.start(Settings.read(ControllerKeys.ALL, List.of(values)));
    }

    /** A certificate for the API from this CA, over the one that is there. */
    void certify(PrivateCa by) throws IOException {
        by.server("api", List.of("127.0.0.1", "localhost"), folder.resolve("api.pem"), folder.resolve("api.key"));
    }

    static String line(String name, String role, String token) throws Exception {
        return name + " " + role + " "
                + HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)))
                + "\n";
    }

    HttpClient client() throws IOException {
        return client(new TlsFiles(Optional.of(ca.certificate()), Optional.empty(), Optional.empty(), false));
    }

    HttpClient client(TlsFiles files) throws IOException {
        return HttpClient.newBuilder()
                .sslContext(Tls.client(files))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** By its own certificate. */
    HttpClient client(String name) throws IOException {
        Path certificate = folder.resolve(name + ".pem");
        Path key = folder.resolve(name + ".key");
        ca.client(name, certificate, key);
        return client(new TlsFiles(Optional.of(ca.certificate()), Optional.of(certificate), Optional.of(key), false));
    }

    HttpResponse<String> get(HttpClient client, String path, String... headers) throws Exception {
        return ask(client, "GET", path, "", headers);
    }

    HttpResponse<String> sql(HttpClient client, String query, String... headers) throws Exception {
        return ask(
                client, "POST", "/api/v1/sql", JsonMapper.shared().writeValueAsString(Map.of("query", query)), headers);
    }

    private HttpResponse<String> ask(HttpClient client, String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        ApiDocument.HERE.check(
                method,
                path,
                body,
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
        return answer;
    }

    String url() {
        return "https://127.0.0.1:" + controller.httpPort();
    }

    /** A connection on which nothing was said. */
    Socket socket() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", controller.httpPort()), 60_000);
        socket.setSoTimeout(60_000);
        return socket;
    }

    SSLContext trusting() throws IOException {
        return Tls.client(new TlsFiles(Optional.of(ca.certificate()), Optional.empty(), Optional.empty(), false));
    }

    static String problem(HttpResponse<String> answer) {
        JsonNode type = JsonMapper.shared().readTree(answer.body()).get("type");
        return type.stringValue().substring("urn:steward:problem:".length());
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    @Override
    public void close() {
        controller.close();
    }
}
