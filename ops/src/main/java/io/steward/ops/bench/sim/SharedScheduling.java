package io.steward.ops.bench.sim;

import io.steward.agent.process.Scheduling;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads and time of many process tables; they end with whoever gave them. Any thread. */
record SharedScheduling(Executor workers, Executor controls, ScheduledExecutorService timer) implements Scheduling {
    @Override
    public Alarm alarm(Duration after, Runnable call) {
        Future<?> asked = timer.schedule(call, after.toMillis(), TimeUnit.MILLISECONDS);
        return () -> asked.cancel(false);
    }

    @Override
    public boolean await(CompletableFuture<?> done, Duration most) throws InterruptedException {
        try {
            done.get(most.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        // not this table's own
    }
}
