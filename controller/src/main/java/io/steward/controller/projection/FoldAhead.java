package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.projection.Projection.Told;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has one batch written by another thread while the next is prepared in the caller's. For one caller's thread; a batch
 * that could not be written is known to be so before anything behind it is written.
 */
final class FoldAhead implements AutoCloseable {
    /** Who writes, one batch after the other. */
    interface Writer {
        Future<?> write(Callable<?> batch);

        /** There is nothing to write for now. */
        void rest();
    }

    private record UnderWay(Batch batch, Told told, Future<?> written) {}

    private static final Logger LOG = LoggerFactory.getLogger(FoldAhead.class);

    private final H2Projection projection;
    private final Writer writer;
    private @Nullable UnderWay underWay;

    FoldAhead(H2Projection projection, Writer writer) {
        this.projection = projection;
        this.writer = writer;
    }

    /** Prepares a batch, waits for the one before it, and has this one written. */
    void take(Batch batch, Told told) {
        Optional<Prepared> prepared;
        try {
            prepared = projection.prepare(batch);
        } catch (RuntimeException e) {
            drain();
            projection.forget();
            throw e;
        }
        // What was folded again, or not at all, this one was not prepared for.
        Optional<Prepared> next = written() ? prepared : projection.prepare(batch);
        next.ifPresent(ready -> underWay = new UnderWay(batch, told, writer.write(() -> {
            long begun = System.nanoTime();
            News news = projection.write(ready);
            told.told(news, Duration.ofNanos(System.nanoTime() - begun));
            return null;
        })));
    }

    /** Returns once the last batch is committed. */
    void settle() {
        try {
            boolean unused = written();
        } finally {
            writer.rest();
        }
    }

    /** As {@link #settle} for whoever goes on from where the database stands: what was not written is only logged. */
    void drain() {
        UnderWay last = underWay;
        underWay = null;
        if (last != null) {
            failure(last).ifPresent(why -> {
                LOG.warn("a batch of {} was not written: {}", last.batch().stream(), why.toString());
                projection.forget();
            });
        }
        writer.rest();
    }

    @Override
    public void close() {
        drain();
    }

    /** False: the last batch had to be folded another way. */
    private boolean written() {
        UnderWay last = underWay;
        underWay = null;
        if (last == null) {
            return true;
        }
        Optional<Throwable> failure = failure(last);
        failure.ifPresent(why -> again(last, why));
        return failure.isEmpty();
    }

    private void again(UnderWay last, Throwable why) {
        projection.forget();
        if (why instanceof SQLException e && H2Projection.aboutValues(e)) {
            long begun = System.nanoTime();
            News news = projection.fold(last.batch());
            last.told().told(news, Duration.ofNanos(System.nanoTime() - begun));
        } else if (why instanceof SQLException e) {
            throw projection.failed("write", e);
        } else if (why instanceof RuntimeException e) {
            throw e;
        } else if (why instanceof Error e) {
            throw e;
        } else {
            throw new IllegalStateException(why);
        }
    }

    // Also for whoever is interrupted: a batch is never left half written.
    private static Optional<Throwable> failure(UnderWay last) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    last.written().get();
                    return Optional.empty();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return Optional.of(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
