package io.steward.controller.log;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One piece of work under way while the next one is made ready, in order and never two at once. For one thread, which
 * hears of a failure when it comes with the next piece or awaits the end; the piece after a failed one is not begun. What
 * was handed over runs in a second thread, and sees all that was done before; so does who has awaited its end.
 */
final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

    private final String name;
    private @Nullable ExecutorService thread;
    private @Nullable Future<?> underWay;

    Relay(String name) {
        this.name = name;
    }

    /** Returns when the piece before has ended and this one is under way. */
    void handOver(Runnable work) throws InterruptedException {
        await();
        if (thread == null) {
            thread = Executors.newSingleThreadExecutor(run -> {
                Thread daemon = new Thread(run, name);
                daemon.setDaemon(true);
                return daemon;
            });
        }
        underWay = thread.submit(work);
    }

    /** Returns when nothing is under way; throws what the last piece threw. */
    void await() throws InterruptedException {
        Future<?> last = underWay;
        if (last == null) {
            return;
        }
        try {
            last.get();
            underWay = null;
        } catch (ExecutionException e) {
            underWay = null;
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new CancellationException(name + ": " + e.getCause());
        }
    }

    /** Returns when nothing is under way, however the last piece ended: for who goes on from what was done. */
    void settle() {
        boolean interrupted = false;
        while (underWay != null) {
            try {
                await();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (RuntimeException e) {
                LOG.warn("{}: what was under way failed: {}", name, e.toString());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Settles; begins nothing more. */
    @Override
    public void close() {
        settle();
        if (thread != null) {
            thread.shutdown();
        }
    }
}
