package io.steward.ops.monitoring;

import static org.awaitility.Awaitility.await;

import io.steward.nats.server.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real prometheus, found or fetched by {@code ops/prometheus/provision.sh}, as a child process. One thread. Missing
 * altogether it is an error with the script's own words, never a skipped test.
 */
public final class PrometheusServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it; its data and log are in the folder. Returns when it answers. */
    public static PrometheusServer start(Path configuration, Path folder) throws IOException {
        int port = FreePort.any();
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        tools().resolve("prometheus").toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, port);
        try {
            await("prometheus is ready").atMost(PATIENCE).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("prometheus ended: " + Files.readString(log));
                }
                return server.ready();
            });
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    /** Runs promtool in the folder and answers what it printed. */
    public static String promtool(Path folder, String... words) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(tools().resolve("promtool").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("promtool " + String.join(" ", words) + ": " + said);
        }
        return said;
    }

    /** The values of an instant vector or scalar, NaN left out. */
    public List<Double> ask(String promql) {
        JsonNode data = get("/api/v1/query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));
        List<Double> values = new ArrayList<>();
        for (JsonNode sample : data.get("result")) {
            double value = Double.parseDouble(sample.get("value").get(1).asString());
            if (!Double.isNaN(value)) {
                values.add(value);
            }
        }
        return values;
    }

    /** What the path of the API answers. */
    public JsonNode get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .build();
            String text = http.send(request, BodyHandlers.ofString()).body();
            JsonNode answer = JSON.readTree(text);
            if (!answer.get("status").asString().equals("success")) {
                throw new IllegalStateException(path + ": " + text);
            }
            return answer.get("data");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready"))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path tools() throws IOException {
        Process process = new ProcessBuilder(
                        "/bin/sh",
                        Ops.folder().resolve("prometheus/provision.sh").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("there is no prometheus for this test; what was tried stands above");
        }
        return Path.of(answer);
    }
}
