package io.steward.agent.process;

import io.steward.model.subject.ProcessName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait for one process, in the order of the stream. Thread-safe. One thread works on it at a
 * time, or as many as its width: it takes them from the pool when there is work and gives them back when there is none.
 * Commands begin in order.
 */
final class ProcessQueue {
    /** What is done with each. */
    interface Step {
        void run(Held held) throws InterruptedException;
    }

    private final ProcessName process;
    private final Executor executor;
    private final Step step;
    private final Consumer<ProcessName> idle;
    private final BooleanSupplier mayBegin;
    private final TreeSet<Held> waiting = new TreeSet<>();
    private final IntSupplier width;
    private int busy;
    private int coming; // of the busy, those that have not taken their first
    private boolean closing;

    /**
     * Makes it, empty.
     *
     * @param mayBegin whether the next may begin; once it may again, somebody calls {@link #go}
     * @param width how many may be under way now
     */
    ProcessQueue(
            ProcessName process,
            Executor executor,
            Step step,
            Consumer<ProcessName> idle,
            BooleanSupplier mayBegin,
            IntSupplier width) {
        this.width = width;
        this.mayBegin = mayBegin;
        this.process = process;
        this.executor = executor;
        this.step = step;
        this.idle = idle;
    }

    synchronized void add(Held held) {
        waiting.add(held);
    }

    /** Those of the same subject before it that wait. */
    synchronized List<Held> before(Held held) {
        return new ArrayList<>(waiting.headSet(held));
    }

    /** Works off what waits, in threads of the pool. */
    synchronized void go() {
        while (busy < width.getAsInt() && coming < waiting.size() && !closing) {
            busy++;
            coming++;
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                busy--; // the agent is closing: the journal keeps it
                coming--;
                closing = true;
            }
        }
    }

    private void work() {
        came();
        try {
            for (Held next = next(); next != null; next = next()) {
                step.run(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(); // the agent is closing: nothing more begins
        }
    }

    private synchronized void came() {
        coming--;
    }

    private synchronized void close() {
        closing = true;
    }

    private synchronized @Nullable Held next() {
        Held next = Thread.currentThread().isInterrupted() || !mayBegin.getAsBoolean() ? null : waiting.pollFirst();
        if (next == null) {
            busy--;
            if (busy == 0) {
                idle.accept(process);
            }
        }
        return next;
    }
}
