package io.steward.ops.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Keeps parts running with one thread that looks after each of them a few times a second. */
final class Supervisor {
    private static final long LOOK_MILLIS = 50;

    private final List<Part> parts = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::look, "supervisor");
    private volatile boolean stopping;

    void start() {
        thread.start();
    }

    /** Begins with the next look. */
    void add(Part part) {
        parts.add(part);
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    Part part(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Ends all in the reverse of the order in which they came: agents together, then controller, then broker. */
    void stop(Duration patience) throws IOException {
        stopping = true;
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Part> agents = parts.size() > 2 ? parts.subList(2, parts.size()) : List.of();
        agents.forEach(Part::askToEnd);
        for (Part agent : agents) {
            agent.end(patience);
        }
        for (int i = Math.min(2, parts.size()) - 1; i >= 0; i--) {
            parts.get(i).end(patience);
        }
    }

    private void look() {
        while (!stopping) {
            try {
                for (Part part : parts) {
                    if (!stopping) {
                        part.tend(System.nanoTime());
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
