package io.steward.ops.scratch;

import io.steward.model.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** One controller's HTTP API, as anybody uses it. Any thread. Every answer is waited for a bounded time. */
public final class ControllerApi {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int PAGE = 5_000;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String url;
    private final String token;
    private final Duration patience;

    /** What was answered; the body is missing where it is no JSON. */
    public record Answer(int status, JsonNode body) {
        public boolean done() {
            return status < 300;
        }
    }

    public ControllerApi(String url, String token, Duration patience) {
        this.url = url;
        this.token = token;
        this.patience = patience;
    }

    /** The same one, with more time to answer. */
    public ControllerApi patient(Duration longer) {
        return new ControllerApi(url, token, longer);
    }

    /** Where it is. */
    public String url() {
        return url;
    }

    public boolean ready() {
        try {
            return get("/health/ready").done();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether it answers at all, ready or not. */
    public boolean alive() {
        try {
            return get("/health/live").done();
        } catch (IOException e) {
            return false;
        }
    }

    public Answer get(String path) throws IOException {
        return ask("GET", path, null, Map.of(), false);
    }

    public Answer put(String path) throws IOException {
        return ask("PUT", path, Map.of(), Map.of(), false);
    }

    public Answer post(String path, Map<String, ?> body, Map<String, String> headers) throws IOException {
        return ask("POST", path, body, headers, false);
    }

    /**
     * As {@link #post}, where milliseconds count. Java's client looks for one whether a kept connection is still good
     * before it sends what it won't send again; here it doesn't, and sends again what a broken connection swallowed.
     */
    public Answer postAtOnce(String path, Map<String, ?> body) throws IOException {
        return ask("POST", path, body, Map.of(), true);
    }

    /** What it tells without end; read until it is closed. Silence is not bounded. */
    public InputStream stream(String path) throws IOException {
        HttpURLConnection connection = connection("GET", path);
        connection.setReadTimeout(0);
        return connection.getInputStream();
    }

    /** All rows of a query that orders them; each is a map from column to value. */
    public List<Map<String, String>> rows(String orderedSelect) throws IOException {
        List<Map<String, String>> all = new ArrayList<>();
        for (boolean more = true; more; ) {
            String page = orderedSelect + " offset " + all.size() + " rows fetch next " + PAGE + " rows only";
            Answer answer = post("/api/v1/sql", Map.of("query", page, "limit", PAGE), Map.of());
            if (!answer.done()) {
                throw new IOException("the query \"" + orderedSelect + "\" was answered with " + answer.status() + ": "
                        + answer.body());
            }
            int before = all.size();
            answer.body().path("rows").forEach(row -> all.add(row(answer.body().path("columns"), row)));
            more = all.size() - before == PAGE;
        }
        return all;
    }

    private static Map<String, String> row(JsonNode columns, JsonNode values) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = values.path(i);
            row.put(
                    columns.path(i).asString(),
                    value.isNull() ? "" : value.isString() ? value.stringValue() : value.toString());
        }
        return row;
    }

    private Answer ask(
            String method, String path, @Nullable Map<String, ?> body, Map<String, String> headers, boolean atOnce)
            throws IOException {
        HttpURLConnection connection = connection(method, path);
        headers.forEach(connection::setRequestProperty);
        if (body != null) {
            send(connection, Json.text(body).getBytes(StandardCharsets.UTF_8), atOnce);
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? MissingNode.getInstance() : json(in.readAllBytes()));
        }
    }

    private HttpURLConnection connection(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        return connection;
    }

    private static void send(HttpURLConnection connection, byte[] bytes, boolean atOnce) throws IOException {
        connection.setDoOutput(true);
        if (!atOnce) {
            connection.setFixedLengthStreamingMode(bytes.length);
        }
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(bytes);
        }
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
