package io.steward.agent.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Threads and time for the process table: the only place from which it takes them, so that a simulation can give it
 * virtual ones. Any thread may call it.
 */
public interface Scheduling extends AutoCloseable {
    /** A call that was asked for and may be called off. */
    interface Alarm {
        void cancel();
    }

    /** Where commands are worked on; may refuse once closed. */
    Executor workers();

    /** Where commands about commands are worked on, however busy the workers are. */
    Executor controls();

    /**
     * Calls this once after that time, in a thread of its own.
     *
     * @throws java.util.concurrent.RejectedExecutionException once closed
     */
    Alarm alarm(Duration after, Runnable call);

    /** Waits in the caller's thread; false if it isn't done by then. */
    boolean await(CompletableFuture<?> done, Duration most) throws InterruptedException;

    /** Interrupts what is under way and waits a little until it has ended. */
    @Override
    void close();
}
