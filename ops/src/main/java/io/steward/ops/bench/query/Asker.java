package io.steward.ops.bench.query;

import io.steward.ops.bench.Samples;
import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a controller over one connection that stays, in turn every question about a random node, and counts how long each
 * answer took until its last byte was there. What is in it is read once for each question. One thread.
 */
final class Asker {
    /** A request that asks the database nothing. */
    static final Request EMPTY = Request.get("/health/live");

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int READ_MILLIS = 60_000;

    private final ControllerApi api;
    private final String token;
    private final int nodes;
    private final Random random = new Random(7);

    Asker(ControllerApi api, String token, int nodes) {
        this.api = api;
        this.token = token;
        this.nodes = nodes;
    }

    /** Asks each once and sees that it was answered. */
    void check(List<Question> questions) throws IOException {
        for (Question question : questions) {
            for (Request request : question.asked().apply(0)) {
                JsonNode answer = MAPPER.readTree(ask(request));
                int rows = request.list().map(list -> answer.path(list).size()).orElse(0);
                if (rows < request.rows()) {
                    throw new IOException(
                            "the controller answered " + rows + " rows and not " + request.rows() + " to " + request);
                }
            }
        }
    }

    /** How long answers took, by the names of the questions; {@code empty} is the request that asks nothing. */
    Map<String, Samples> ask(List<Question> questions, long until) throws IOException {
        Map<String, Samples> all = new LinkedHashMap<>();
        all.put("empty", new Samples());
        questions.forEach(question -> all.put(question.name(), new Samples()));
        while (System.nanoTime() < until) {
            time(all.get("empty"), List.of(EMPTY));
            for (Question question : questions) {
                time(all.get(question.name()), question.asked().apply(random.nextInt(nodes)));
            }
        }
        return all;
    }

    private void time(Samples samples, List<Request> requests) throws IOException {
        long begin = System.nanoTime();
        for (Request request : requests) {
            ask(request);
        }
        samples.record(System.nanoTime() - begin);
    }

    private byte[] ask(Request request) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create(api.url() + request.path()).toURL().openConnection();
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        if (request.body().isPresent()) {
            byte[] body = request.body().get().getBytes(StandardCharsets.UTF_8);
            connection.setDoOutput(true);
            connection.setFixedLengthStreamingMode(body.length);
            connection.setRequestProperty("Content-Type", "application/json");
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body);
            }
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] answer = in == null ? new byte[0] : in.readAllBytes();
            if (status >= 400) {
                throw new IOException("the controller answered " + status + " to " + request + ": "
                        + new String(answer, StandardCharsets.UTF_8));
            }
            return answer;
        }
    }
}
