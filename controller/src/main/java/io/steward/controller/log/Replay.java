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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Reads a stretch of one stream in order: from behind a place up to another, each entry that the stream still holds once,
 * none beyond. In the caller's thread; never acknowledges, never writes to the log. Who wants to go on after a failure
 * reads from the last batch it took.
 */
public final class Replay {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LONGEST_SILENCE = 10;
    private static final long PULL_MILLIS = 30_000;

    private final String stream;
    private final StreamFacts facts;
    private final long upTo;
    private final int batchSize;
    private final Consumer<Batch> taker;
    private final List<LogEntry> entries = new ArrayList<>();
    private long reached;
    private long bytes;
    private long knownLast;

    private Replay(StreamFacts facts, long after, long upTo, int batchSize, Consumer<Batch> taker) {
        this.stream = facts.stream();
        this.facts = facts;
        this.upTo = Math.min(upTo, facts.lastSeq());
        this.batchSize = batchSize;
        this.taker = taker;
        this.reached = after;
    }

    /**
     * Reads, and returns when everything was taken or {@code open} says no.
     *
     * @param upTo the last place to read; the stream's end if it ends before
     * @throws IOException if the broker does not answer
     */
    public static void read(
            Connection connection,
            String stream,
            long after,
            long upTo,
            int batchSize,
            BooleanSupplier open,
            Consumer<Batch> taker)
            throws IOException, InterruptedException {
        LogView view = new LogView(connection);
        Replay replay = new Replay(view.facts(stream), after, upTo, batchSize, taker);
        try {
            replay.run(connection, view, open);
        } catch (JetStreamApiException | JetStreamStatusCheckedException e) {
            throw new IOException("stream " + stream + " can't be read: " + e.getMessage(), e);
        }
    }

    private void run(Connection connection, LogView view, BooleanSupplier open)
            throws IOException, JetStreamApiException, JetStreamStatusCheckedException, InterruptedException {
        if (reached >= upTo || facts.firstSeq() > upTo) {
            return;
        }
        IterableConsumer messages = connection
                .getStreamContext(stream, Link.JETSTREAM)
                .createOrderedConsumer(new OrderedConsumerConfiguration()
                        .deliverPolicy(DeliverPolicy.ByStartSequence)
                        .startSequence(reached + 1))
                .iterate(ConsumeOptions.builder()
                        .batchSize(Math.min(batchSize, Batch.MOST_BUFFERED))
                        .expiresIn(PULL_MILLIS)
                        .build());
        try {
            int silence = 0;
            boolean more = true;
            while (more && open.getAsBoolean()) {
                Message message = messages.nextMessage(PATIENCE);
                silence = message == null ? silence + 1 : 0;
                more = message == null ? !gone(view, silence) : take(message);
            }
            flush();
        } finally {
            messages.stop();
        }
    }

    /** False: this was the last. */
    private boolean take(Message message) {
        LogEntry entry = LogView.entry(message);
        if (entry.seq() > reached && entry.seq() <= upTo) {
            entries.add(entry);
            bytes += entry.data().length;
            reached = entry.seq();
            knownLast = Math.max(upTo, entry.seq() + message.metaData().pendingCount());
        }
        if (entries.size() >= batchSize || bytes >= Batch.MOST_BYTES) {
            flush();
        }
        return entry.seq() < upTo && message.metaData().pendingCount() > 0;
    }

    private void flush() {
        if (!entries.isEmpty()) {
            taker.accept(new Batch(stream, facts.created(), entries, knownLast));
            entries.clear();
            bytes = 0;
        }
    }

    /** Whether the stream has dropped the rest in the meantime. */
    private boolean gone(LogView view, int silence) throws IOException {
        if (silence > LONGEST_SILENCE) {
            throw new IOException("stream " + stream + " can't be read: nothing comes behind " + reached);
        }
        return view.facts(stream).firstSeq() > upTo;
    }
}
