package io.steward.ops.bench.latency;

import io.steward.ops.scratch.ControllerApi;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears from the controller's live stream when a command of one node has ended. The stream tells a change once its row
 * is committed. One thread reads it, another asks; a stream that ends is told as a failure.
 */
final class Ends implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** When the end of a command was heard of, by {@link System#nanoTime}. */
    private record End(String id, String status, long at) {}

    private final InputStream stream;
    private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();
    private final Thread reader = new Thread(this::read, "ends");

    private volatile boolean closed;

    private Ends(InputStream stream) {
        this.stream = stream;
        reader.setDaemon(true);
    }

    /** Begins to listen; no end after this is missed. */
    static Ends of(ControllerApi api, String node) throws IOException {
        Ends ends = new Ends(api.stream("/api/v1/stream?types=command&node=" + node));
        ends.reader.start();
        return ends;
    }

    /** Waits for a success of this command; when it was heard of. */
    long succeeded(String id, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        End end;
        do {
            @Nullable End next = ends.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new IOException("the end of command " + id + " was not heard of within " + patience);
            }
            end = next;
        } while (!end.id().equals(id));
        if (!end.status().equals("SUCCEEDED")) {
            throw new IOException("command " + id + " ended as " + end.status());
        }
        return end.at();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                if (line.startsWith("data:")) {
                    heard(line.substring("data:".length()), System.nanoTime());
                }
            }
        } catch (IOException e) {
            // Closed, or cut: then the end that is waited for is not heard of.
        }
    }

    private void heard(String data, long at) {
        JsonNode row = JSON.readTree(data);
        String status = row.path("status").asString("");
        switch (status) {
            case "QUEUED", "DELIVERED", "STARTED" -> {}
            default -> ends.add(new End(row.path("command_id").asString(""), status, at));
        }
    }

    /** Nothing is heard any more. The reader lets the stream go: it holds the lock that closing takes while it waits. */
    @Override
    public void close() {
        closed = true;
    }
}
