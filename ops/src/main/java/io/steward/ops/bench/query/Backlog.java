package io.steward.ops.bench.query;

import io.steward.model.command.CommandId;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the log ahead of the fold by a bounded number of entries: commands for random nodes and how they ended. Its own
 * thread publishes; any thread may ask.
 */
final class Backlog implements AutoCloseable {
    private static final int MOST_AHEAD = 200_000;
    private static final int PAUSE_MILLIS = 20;

    private final Made made;
    private final Entries entries;
    private final long[] told;
    private final Random random = new Random(11);
    private final LongSupplier folded;
    private final AtomicLong published = new AtomicLong();
    private final Thread thread = new Thread(this::run, "backlog");
    private volatile boolean ending;
    private volatile @Nullable Exception failed;

    /** @param folded how many entries have been folded since it began */
    Backlog(Entries entries, FleetSize size, LongSupplier folded) {
        this.entries = entries;
        this.made = new Made(entries, size);
        this.told = IntStream.range(0, size.nodes()).mapToLong(size::told).toArray();
        this.folded = folded;
    }

    void begin() {
        thread.setDaemon(true);
        thread.start();
    }

    /** How many entries were published. */
    long published() throws IOException {
        Exception problem = failed;
        if (problem != null) {
            throw new IOException(
                    "the entries that keep the fold busy could not be published: " + problem.getMessage(), problem);
        }
        return published.get();
    }

    private void run() {
        try {
            long known = 0;
            while (!ending) {
                if (published.get() - known < MOST_AHEAD) {
                    one();
                } else {
                    Thread.sleep(PAUSE_MILLIS);
                    known = folded.getAsLong();
                }
            }
            entries.await();
        } catch (IOException | RuntimeException e) {
            failed = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void one() throws IOException, InterruptedException {
        Instant now = Instant.now();
        int node = random.nextInt(told.length);
        made.ended(CommandId.from(now, random.nextLong(), random.nextLong()), node, ++told[node], now);
        published.addAndGet(2);
    }

    /** Ends it; returns when all that was published is stored. */
    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
