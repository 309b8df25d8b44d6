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
 * time, or as many as its width: each takes one command, and gives the thread back to the pool, where other processes wait. Commands
 * are taken in order.
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

    // One command a turn: who has many waiting takes its place behind the others each time.
    private void work() {
        boolean taken = false;
        try {
            Held next = next();
            if (next != null) {
                taken = true;
                step.run(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(); // the agent is closing: nothing more begins
        } finally {
            done(taken);
        }
    }

    private synchronized void close() {
        closing = true;
    }

    private synchronized @Nullable Held next() {
        coming--;
        return Thread.currentThread().isInterrupted() || !mayBegin.getAsBoolean() ? null : waiting.pollFirst();
    }

    private synchronized void done(boolean taken) {
        busy--;
        if (taken && !Thread.currentThread().isInterrupted()) {
            go(); // its width may be another one by now
        }
        if (busy == 0) {
            idle.accept(process);
        }
    }
}
