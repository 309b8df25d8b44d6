package io.steward.controller.log;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.steward.model.fold.LogEntry;
import io.steward.nats.Link;
import io.steward.nats.LinkEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one stream in order, from a sink's position on, into the sink.
 *
 * <p>One thread of its own; the sink is called in it and works off what it took, so a slow sink slows the fetching and
 * nothing piles up. The consumer is
 * ephemeral and made anew from the position when the link comes back, after an error and when the sink threw: no entry is
 * left out, and one that comes twice is passed over. Never acknowledges, never writes to the log.
 */
public final class LogFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long PULL_MILLIS = 30_000;
    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration HERE = Duration.ofNanos(1);
    private static final int IDLE_ROUNDS_PER_CHECK = 5;

    private final Link link;
    private final String stream;
    private final int batchSize;
    private final LogSink sink;
    private final AtomicLong arrivals = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private long last; // taken by the sink; the thread's own

    /** @param batchSize the most entries in one batch */
    public LogFollower(Link link, String stream, int batchSize, LogSink sink) {
        this.link = link;
        this.stream = stream;
        this.batchSize = batchSize;
        this.sink = sink;
        this.thread = new Thread(this::run, "follow-" + stream);
        this.thread.setDaemon(true);
    }

    public void start() {
        link.listen((event, connection) -> {
            if (event != LinkEvent.DISCONNECTED) {
                arrivals.incrementAndGet();
            }
        });
        thread.start();
    }

    /** Returns when the sink has finished its batch. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean open() {
        return closed.getCount() > 0;
    }

    private void run() {
        try {
            while (open()) {
                Optional<Connection> connection = link.await(PATIENCE);
                if (connection.isPresent()) {
                    attempt(connection.get());
                }
            }
        } catch (InterruptedException e) {
            LOG.info("{}: interrupted, no longer followed", stream);
        }
    }

    private void attempt(Connection connection) throws InterruptedException {
        try {
            follow(connection);
        } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException e) {
            LOG.info("{}: the broker does not answer, trying again: {}", stream, e.getMessage());
            pause();
        } catch (RuntimeException e) {
            LOG.error("{}: following failed, trying again behind {}", stream, last, e);
            pause();
        }
    }

    private void follow(Connection connection)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        long arrival = arrivals.get();
        LogView view = new LogView(connection);
        StreamFacts facts = view.facts(stream);
        if (!sink.admits(facts, view)) {
            pause();
            return;
        }
        last = sink.position();
        IterableConsumer messages = connection
                .getStreamContext(stream, Link.JETSTREAM)
                .createOrderedConsumer(new OrderedConsumerConfiguration()
                        .deliverPolicy(DeliverPolicy.ByStartSequence)
                        .startSequence(last + 1))
                .iterate(ConsumeOptions.builder()
                        .batchSize(Math.min(batchSize, Batch.MOST_BUFFERED))
                        .expiresIn(PULL_MILLIS)
                        .build());
        try {
            int idle = 0;
            while (open() && arrivals.get() == arrival && idle < IDLE_ROUNDS_PER_CHECK) {
                idle = next(messages, facts.created()) ? 0 : idle + 1;
                if (idle == IDLE_ROUNDS_PER_CHECK && sink.admits(view.facts(stream), view)) {
                    idle = 0;
                }
            }
        } finally {
            messages.stop();
        }
    }

    private boolean next(IterableConsumer messages, Instant created)
            throws InterruptedException, JetStreamStatusCheckedException {
        Message message = messages.nextMessage(PATIENCE);
        if (message == null) {
            return false;
        }
        List<LogEntry> entries = new ArrayList<>();
        long position = last;
        long knownLast = 0;
        long bytes = 0;
        while (message != null) {
            LogEntry entry = LogView.entry(message);
            knownLast = entry.seq() + message.metaData().pendingCount();
            if (entry.seq() > position) {
                entries.add(entry);
                position = entry.seq();
            }
            bytes += entry.data().length;
            boolean room = entries.size() < batchSize && bytes < Batch.MOST_BYTES;
            message = room ? soon(messages, message.metaData().pendingCount() > 0) : null;
        }
        if (!entries.isEmpty()) {
            sink.accept(new Batch(stream, created, entries, knownLast));
            last = position;
        }
        return true;
    }

    // What came while the last batch was folded is here already, also where the broker had no more when it sent it.
    private static @Nullable Message soon(IterableConsumer messages, boolean more)
            throws InterruptedException, JetStreamStatusCheckedException {
        return messages.nextMessage(more ? SOON : HERE);
    }

    private void pause() throws InterruptedException {
        boolean ended = closed.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        LOG.debug("{}: waited, closed is {}", stream, ended);
    }
}
