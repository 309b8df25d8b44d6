package io.steward.ops.story;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A fleet of three on this machine, started by {@code ops/steward up} as a user does, in a folder with a space in its name. */
public final class RunningFleet implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path LAUNCHER =
            Path.of(System.getProperty("steward.root", "")).toAbsolutePath().resolve("ops/steward");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path home;
    private @Nullable Process up;
    private int starts;

    private RunningFleet(Path home) {
        this.home = home;
    }

    public static RunningFleet start() {
        try {
            RunningFleet fleet = new RunningFleet(Files.createTempDirectory("steward story "));
            fleet.up();
            return fleet;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder in which a user would stand. */
    public Path home() {
        return home;
    }

    public Path data() {
        return home.resolve("steward-data");
    }

    /** Starts it, on the same data if there is some; returns when it says that it is up and all three nodes are here. */
    void up() throws IOException {
        Path said = home.resolve("up-" + ++starts + ".out");
        ProcessBuilder builder = command("up", "--http", "0");
        builder.redirectErrorStream(true).redirectOutput(said.toFile());
        Process process = builder.start();
        up = process;
        await("Steward is up").atMost(Duration.ofSeconds(90)).until(() -> {
            String text = Files.readString(said);
            if (!process.isAlive()) {
                throw new IllegalStateException("up ended with " + process.exitValue() + ": " + text);
            }
            return text.contains("Steward is up\n");
        });
        for (String node : List.of("ship1", "ship2", "ship3")) {
            awaitOnline(node, true);
        }
    }

    /** Waits until the controller takes commands: one that has just been started answers before it does. */
    public void awaitReady() {
        await("the controller is ready")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> request("GET", "/health/ready", "", Map.of()).statusCode() == 200);
    }

    /** Tells it to stop, and answers its exit code. */
    int down() throws InterruptedException {
        Process process = java.util.Objects.requireNonNull(up);
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("up does not end");
        }
        return process.exitValue();
    }

    /** A call of the launcher in the user's folder. */
    public Answer steward(String... words) {
        return stewardWithInput("", words);
    }

    Answer stewardWithInput(String input, String... words) {
        try {
            Path out = Files.createTempFile(home, "call", ".out");
            Path err = Files.createTempFile(home, "call", ".err");
            Process process = command(words)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        String.join(" ", words) + " does not end: " + Files.readString(out) + Files.readString(err));
            }
            return new Answer(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private ProcessBuilder command(String... words) {
        List<String> command = new ArrayList<>(List.of(LAUNCHER.toString()));
        command.addAll(List.of(words));
        return prepared(command);
    }

    /** A program in the user's folder, to which {@code $STEWARD} names the launcher. */
    ProcessBuilder prepared(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("STEWARD", LAUNCHER.toString());
        builder.environment().put("STEWARD_BUILD", "never");
        builder.environment().keySet().removeAll(List.of("STEWARD_URL", "STEWARD_TOKEN", "STEWARD_DATA"));
        return builder;
    }

    public Map<String, @Nullable Object> endpoints() {
        try {
            return object(Files.readString(data().resolve("run/endpoints.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid(String part) throws IOException {
        return Long.parseLong(
                Files.readString(data().resolve("run").resolve(part + ".pid")).strip());
    }

    /** {@code kill -9}; whoever keeps it running starts it again. */
    public void kill(String part) throws IOException {
        ProcessHandle process = ProcessHandle.of(pid(part)).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    public HttpResponse<String> request(String method, String path, String body, Map<String, String> headers) {
        Map<String, @Nullable Object> endpoints = endpoints();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(endpoints.get("http") + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + endpoints.get("token"))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Sends a shell command to one node over HTTP; its id once it is accepted. */
    public String send(String node, String script) {
        return send(node, script, Map.of())
                .orElseThrow(() -> new IllegalStateException("the command was not accepted"));
    }

    /** As {@link #send(String, String)}; what it prints is told while it runs. */
    public String sendStreamed(String node, String script) {
        return send(node, Map.of("argv", List.of("sh", "-c", script), "stream", true), Map.of())
                .orElseThrow(() -> new IllegalStateException("the command was not accepted"));
    }

    /** The id, or empty if the controller did not accept it or can't be reached. */
    Optional<String> send(String node, String script, Map<String, String> headers) {
        return send(node, Map.of("argv", List.of("sh", "-c", script)), headers);
    }

    private Optional<String> send(String node, Map<String, Object> args, Map<String, String> headers) {
        String body = JSON.writeValueAsString(Map.of(
                "targets",
                Map.of("nodes", List.of(node)),
                "method",
                "shellcommand",
                "domain",
                "operatingsystem",
                "args",
                args));
        try {
            HttpResponse<String> answer = request("POST", "/api/v1/commands", body, headers);
            return answer.statusCode() == 202
                    ? Optional.of(String.valueOf(
                            rows(object(answer.body()), "commands").get(0).get("id")))
                    : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** The rows of a query as maps. */
    public List<Map<String, @Nullable Object>> sql(String query) {
        HttpResponse<String> answer = request(
                "POST", "/api/v1/sql", JSON.writeValueAsString(Map.of("query", query, "limit", 5000)), Map.of());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        Map<String, @Nullable Object> json = object(answer.body());
        List<?> columns = (List<?>) java.util.Objects.requireNonNull(json.get("columns"));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Object row : (List<?>) java.util.Objects.requireNonNull(json.get("rows"))) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                named.put(String.valueOf(columns.get(i)), ((List<?>) row).get(i));
            }
            rows.add(named);
        }
        return rows;
    }

    /** One command's row, once it has ended. */
    public Map<String, @Nullable Object> ended(String id) {
        return await("the end of " + id)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> sql("SELECT * FROM command_state WHERE id = '" + id + "'"),
                        rows -> rows.size() == 1
                                && Boolean.TRUE.equals(rows.get(0).get("terminal")))
                .get(0);
    }

    public void awaitStatus(String id, String status) {
        await(id + " is " + status)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> sql("SELECT status FROM command_state WHERE id = '" + id + "'"),
                        rows -> rows.size() == 1 && status.equals(rows.get(0).get("status")));
    }

    /** Waits until it is so and was told to those who watch: nothing older is still to come. */
    public void awaitOnline(String node, boolean online) {
        await(node + (online ? " is here" : " is away"))
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> sql("SELECT online, told_online FROM node_state WHERE node = '" + node + "'"),
                        rows -> rows.size() == 1
                                && List.of(online, online)
                                        .equals(new ArrayList<>(rows.get(0).values())));
    }

    /** Waits until this process, which somebody wrote down, has ended. */
    static void awaitGone(Path pid) throws IOException {
        String number = Files.readString(pid).strip();
        await("the end of " + number).atMost(PATIENCE).until(() -> gone(number));
    }

    // A machine's first process may leave those that ended unburied.
    private static boolean gone(String pid) {
        try {
            String stat = Files.readString(Path.of("/proc", pid, "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException e) {
            return true;
        }
    }

    @SuppressWarnings("unchecked") // JSON objects have string keys
    static Map<String, @Nullable Object> object(String json) {
        return JSON.readValue(json, Map.class);
    }

    @SuppressWarnings("unchecked") // the API's lists hold objects
    static List<Map<String, @Nullable Object>> rows(Map<String, @Nullable Object> json, String field) {
        return (List<Map<String, @Nullable Object>>) java.util.Objects.requireNonNull(json.get(field), json::toString);
    }

    @Override
    public void close() {
        try {
            down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
