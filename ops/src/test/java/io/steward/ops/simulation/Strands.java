package io.steward.ops.simulation;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads of which exactly one runs at a time: the world's own or one strand, which runs until it waits. So code that
 * blocks keeps its form, and the order of everything still comes from the seed.
 */
final class Strands implements AutoCloseable {
    /** One task under way. */
    static final class Strand {
        private final Semaphore go = new Semaphore(0);
        private final BooleanSupplier alive;
        private boolean over;

        private Strand(BooleanSupplier alive) {
            this.alive = alive;
        }
    }

    private final ExecutorService pool = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "strand");
        thread.setDaemon(true);
        return thread;
    });
    private final Semaphore back = new Semaphore(0);
    private @Nullable Strand current;
    private @Nullable Throwable failure;

    /** Called by the world: runs it until it waits or ends. */
    void start(Runnable task, BooleanSupplier alive) {
        Strand strand = new Strand(alive);
        pool.execute(() -> {
            strand.go.acquireUninterruptibly();
            try {
                task.run();
            } catch (Crashed e) {
                // as intended
            } catch (Throwable e) {
                failure = e;
            } finally {
                strand.over = true;
                back.release();
            }
        });
        resume(strand);
    }

    /** Called by the world: lets it go on where it waits. */
    void resume(Strand strand) {
        if (strand.over) {
            return;
        }
        current = strand;
        strand.go.release();
        back.acquireUninterruptibly();
        current = null;
        Throwable thrown = failure;
        failure = null;
        if (thrown != null) {
            throw new AssertionError("a thread of an agent failed: " + thrown, thrown);
        }
    }

    /** The strand that calls; null for the world. */
    @Nullable
    Strand current() {
        return current;
    }

    /** Called by a strand: waits until it is resumed. */
    void pause(Strand strand) {
        back.release();
        strand.go.acquireUninterruptibly();
        if (!strand.alive.getAsBoolean()) {
            throw new Crashed();
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
