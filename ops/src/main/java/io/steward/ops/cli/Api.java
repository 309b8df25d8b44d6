package io.steward.ops.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A controller's HTTP API. {@code HttpURLConnection} on purpose: the JDK's newer client costs half a second a call.
 *
 * <p>Any thread. Answers plain JSON values; throws {@link Trouble} when the controller refuses or can't be reached. The
 * token appears in no message.
 */
final class Api {
    private static final int NOT_FOUND = 404;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 60_000;
    /** Four signs of life, as a controller gives them by default; after them the other side is taken for gone. */
    private static final int SILENCE_MILLIS = 60_000;

    private final String url;
    private final Optional<String> token;
    private final TlsTarget tls;

    Api(String url, Optional<String> token) {
        this(url, token, TlsTarget.NONE);
    }

    Api(String url, Optional<String> token, TlsTarget tls) {
        this.tls = tls;
        this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.token = token;
    }

    String url() {
        return url;
    }

    /** A query string of the parameters that have a value. */
    static String query(Map<String, ? extends @Nullable Object> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (value != null) {
                query.append(query.length() == 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(encoded(value));
            }
        });
        return query.toString();
    }

    /** One segment of a path. */
    static String encoded(Object value) {
        return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Nullable
    Object get(String path) {
        return ask("GET", path, null, Map.of());
    }

    /** As {@link #get}; empty where nothing of that name is known. */
    Optional<Object> getIfThere(String path) {
        try {
            return Optional.ofNullable(get(path));
        } catch (Trouble e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Posts a body that is JSON already. */
    @Nullable
    Object postText(String path, String body, Map<String, String> headers) {
        return ask("POST", path, body, headers);
    }

    @Nullable
    Object put(String path) {
        return ask("PUT", path, "{}", Map.of());
    }

    @Nullable
    Object post(String path, @Nullable Object body, Map<String, String> headers) {
        return ask("POST", path, PlainJson.text(body), headers);
    }

    /** The stream of state changes from this cursor on, or from now; the caller closes it. */
    InputStream stream(Optional<String> cursor) throws IOException {
        HttpURLConnection connection = open("GET", "/api/v1/stream");
        connection.setRequestProperty("Accept", "text/event-stream");
        connection.setReadTimeout(SILENCE_MILLIS);
        if (cursor.isPresent()) {
            connection.setRequestProperty("Last-Event-ID", cursor.get());
        }
        if (connection.getResponseCode() != 200) {
            throw refusal(connection.getResponseCode(), text(connection.getErrorStream()));
        }
        return connection.getInputStream();
    }

    private @Nullable Object ask(String method, String path, @Nullable String body, Map<String, String> headers) {
        try {
            HttpURLConnection connection = open(method, path);
            headers.forEach(connection::setRequestProperty);
            if (body != null) {
                send(connection, body);
            }
            int status = connection.getResponseCode();
            String answer = text(status < 400 ? connection.getInputStream() : connection.getErrorStream());
            if (status >= 400) {
                throw refusal(status, answer);
            }
            return answer.isBlank() ? null : PlainJson.parse(answer);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private HttpURLConnection open(String method, String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(url + path).toURL().openConnection();
        if (url.startsWith("https:")) {
            tls.prepare(connection);
        }
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        token.ifPresent(secret -> connection.setRequestProperty("Authorization", "Bearer " + secret));
        return connection;
    }

    private static void send(HttpURLConnection connection, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(bytes.length);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(bytes);
        }
    }

    private static String text(@Nullable InputStream stream) throws IOException {
        if (stream == null) {
            return "";
        }
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    Trouble unreachable(IOException e) {
        if (e instanceof javax.net.ssl.SSLException) {
            return Trouble.unreachable(TlsTarget.explained(url, e).orElse("TLS failed"));
        }
        return Trouble.unreachable("no controller answers at " + url + " (" + e.getMessage()
                + "); start one with 'steward up', or say where with --url, STEWARD_URL or --data");
    }

    private Trouble refusal(int status, String answer) {
        if (status == 401) {
            return Trouble.refused("the controller at " + url
                    + " wants a token: set STEWARD_TOKEN, or name the folder of 'steward up' with --data");
        }
        String why = explained(answer);
        String message = why.isEmpty() ? "the controller at " + url + " answered with status " + status : why;
        return switch (status) {
            case 400 -> Trouble.wrongUse(message);
            case 503 -> Trouble.unreachable(message);
            default -> Trouble.refused(message, status);
        };
    }

    private static String explained(String answer) {
        try {
            Map<String, @Nullable Object> problem = Rows.object(PlainJson.parse(answer));
            String detail = Rows.text(problem, "detail");
            return detail.isEmpty() ? Rows.text(problem, "title") : detail;
        } catch (RuntimeException e) {
            return "";
        }
    }
}
