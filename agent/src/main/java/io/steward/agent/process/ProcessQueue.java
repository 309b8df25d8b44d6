package io.steward.agent.process;

import io.steward.model.subject.ProcessName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
    private final TreeSet<Held> waiting = new TreeSet<>();
    private boolean busy;

    ProcessQueue(ProcessName process, Executor executor, Step step, Consumer<ProcessName> idle) {
        this.process = process;
        this.executor = executor;
        this.step = step;
        this.idle = idle;
    }

    /** Adds one; answers those of the same subject before it, if it replaces them. */
    synchronized List<Held> add(Held held, boolean supersedes) {
        List<Held> replaced = supersedes ? new ArrayList<>(waiting.headSet(held)) : List.of();
        waiting.add(held);
        return replaced;
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
        Held next = Thread.currentThread().isInterrupted() ? null : waiting.pollFirst();
        if (next == null) {
            busy = false;
            idle.accept(process);
        }
        return next;
    }
}
