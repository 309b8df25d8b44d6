package io.steward.ops.bench.idle;

import io.nats.client.Connection;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Nodes that are enrolled and heard of and do nothing: their hellos and heartbeats are real messages, spread evenly over
 * the interval, over one connection. One thread makes and closes it.
 */
final class MadeUpNodes implements AutoCloseable {
    private final Connection connection;
    private final Duration heartbeat;
    private final List<NodeName> names;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private int next;

    MadeUpNodes(Connection connection, int count, Duration heartbeat) {
        this.connection = connection;
        this.heartbeat = heartbeat;
        this.names = IntStream.rangeClosed(1, count)
                .mapToObj(i -> NodeName.of("idle" + i))
                .toList();
    }

    /** What a node says that has nothing to do. */
    static byte[] beat(Duration heartbeat) {
        return EventCodec.encode(new Heartbeat(
                Instant.now(),
                "6f1b0c1e-8f4e-4f6a-9c38-0d4a5e1b2c3d",
                Duration.ofMinutes(1),
                heartbeat,
                0,
                0,
                0,
                0,
                0,
                false,
                Optional.of(Duration.ofMillis(1)),
                Optional.empty()));
    }

    /** Enrols all and has them say hello; from then on they are heard. */
    void begin(ScratchSite site) throws IOException {
        for (NodeName name : names) {
            site.enrol(name.value());
            Hello hello = new Hello("0.1.0", "journal-" + name, "boot-" + name, Instant.now(), List.of());
            connection.publish(Subject.event(name, "hello", "agent").toString(), EventCodec.encode(hello));
            say(name);
        }
        if (!names.isEmpty()) {
            long micros = TimeUnit.MICROSECONDS.convert(heartbeat) / names.size();
            Future<?> unused = clock.scheduleAtFixedRate(this::sayNext, 0, Math.max(1, micros), TimeUnit.MICROSECONDS);
        }
    }

    /**
     * Returns once the controller takes all of them for present.
     *
     * @throws IOException if it does not within a minute, or later if one has been missed
     */
    void check(ScratchSite site) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (long present = present(site); present < names.size(); present = present(site)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "the controller takes " + present + " of " + names.size() + " nodes for present that say so");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void sayNext() {
        say(names.get(next));
        next = (next + 1) % names.size();
    }

    private void say(NodeName name) {
        String subject = Subject.presence(name, "heartbeat", "agent").toString();
        connection.publish(subject, beat(heartbeat));
    }

    private static long present(ScratchSite site) throws IOException {
        String count = "SELECT count(*) AS present FROM node_state WHERE online AND node LIKE 'idle%' ORDER BY 1";
        return Long.parseLong(site.api().rows(count).get(0).get("present"));
    }
}
