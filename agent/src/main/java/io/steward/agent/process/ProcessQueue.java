package io.steward.agent.process;

import io.steward.model.subject.ProcessName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commands that wait for one process, in the order of the stream. Thread-safe. At most one thread works on it at a
 * time: it takes one from the pool when there is work and gives it back when there is none.
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
    private boolean busy;

    /** @param mayBegin whether the next may begin; once it may again, somebody calls {@link #go} */
    ProcessQueue(
            ProcessName process, Executor executor, Step step, Consumer<ProcessName> idle, BooleanSupplier mayBegin) {
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

    /** Works off what waits, in a thread of the pool. */
    synchronized void go() {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            try {
                executor.execute(this::work);
            } catch (RejectedExecutionException e) {
                busy = false; // the agent is closing: the journal keeps it
            }
        }
    }

    private void work() {
        try {
            for (Held next = next(); next != null; next = next()) {
                step.run(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the agent is closing: stays busy, so that nothing more begins
        }
    }

    private synchronized @Nullable Held next() {
        Held next = Thread.currentThread().isInterrupted() || !mayBegin.getAsBoolean() ? null : waiting.pollFirst();
        if (next == null) {
            busy = false;
            idle.accept(process);
        }
        return next;
    }
}
