package io.steward.ops.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The controller's server-sent events, in order. One thread reads them; the caller takes them from a queue. After a cut
 * it goes on behind the last event it has seen, for as long as it takes.
 */
final class EventStream implements AutoCloseable {
    /**
     * One change.
     *
     * @param kind {@code command}, {@code node} or {@code event}; {@link #RECONNECTED} after a cut
     */
    record Change(String kind, Map<String, @Nullable Object> row) {}

    static final String RECONNECTED = "reconnected";
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Api api;
    private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    private final Thread reader = new Thread(this::read, "stream");
    private volatile boolean closed;
    private volatile boolean live = true;
    private InputStream stream;
    private Optional<String> cursor = Optional.empty();

    private EventStream(Api api, InputStream stream) {
        this.api = api;
        this.stream = stream;
        reader.setDaemon(true);
    }

    /** Connects; what happens from now on is not missed. */
    static EventStream open(Api api) {
        try {
            EventStream events = new EventStream(api, api.stream(Optional.empty()));
            events.reader.start();
            return events;
        } catch (IOException e) {
            throw api.unreachable(e);
        }
    }

    /** The next change, or empty when none came in time. */
    Optional<Change> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(changes.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Whether it is connected, as far as is known. */
    boolean live() {
        return live;
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
    }

    private void read() {
        while (!closed) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                take(lines);
            } catch (IOException e) {
                // A cut; the loop connects again.
            }
            live = false;
            if (!connectAgain()) {
                return;
            }
            live = true;
            changes.add(new Change(RECONNECTED, Map.of()));
        }
    }

    private boolean connectAgain() {
        while (!closed) {
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                stream = api.stream(cursor);
                return true;
            } catch (InterruptedException e) {
                return false;
            } catch (Trouble e) {
                // Not there yet, or there with another log, to which our place means nothing.
                cursor = e.exitCode() == Trouble.WRONG_USE ? Optional.empty() : cursor;
            } catch (IOException e) {
                // Not there yet.
            }
        }
        return false;
    }

    private void take(BufferedReader lines) throws IOException {
        String kind = "";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (data.length() > 0) {
                    changes.add(new Change(kind, Rows.object(PlainJson.parse(data.toString()))));
                }
                kind = "";
                data.setLength(0);
            } else if (line.startsWith("event:")) {
                kind = value(line);
            } else if (line.startsWith("id:")) {
                cursor = Optional.of(value(line));
            } else if (line.startsWith("data:")) {
                data.append(data.length() == 0 ? "" : "\n").append(value(line));
            }
        }
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
