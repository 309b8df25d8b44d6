package io.steward.agent.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real threads and real time. Any thread may call it. */
public final class ThreadScheduling implements Scheduling {
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final int CONTROLS = 4;

    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor controls;
    private final ScheduledThreadPoolExecutor timer;

    public ThreadScheduling(Limits limits) {
        this.workers = pool(limits.most(), limits.idle(), "process");
        this.controls = pool(CONTROLS, limits.idle(), "control");
        this.timer = new ScheduledThreadPoolExecutor(2, Threads.named("timer"));
        timer.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Executor workers() {
        return workers;
    }

    @Override
    public Executor controls() {
        return controls;
    }

    @Override
    public Alarm alarm(Duration after, Runnable call) {
        Future<?> asked = timer.schedule(call, millis(after), TimeUnit.MILLISECONDS);
        return () -> asked.cancel(false);
    }

    @Override
    public boolean await(CompletableFuture<?> done, Duration most) throws InterruptedException {
        try {
            done.get(millis(most), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        controls.shutdownNow();
        timer.shutdownNow();
        try {
            workers.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            controls.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long millis(Duration after) {
        if (after.isNegative()) {
            return 0;
        }
        return after.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE / 4 : after.toMillis();
    }

    private static ThreadPoolExecutor pool(int most, Duration idle, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, idle.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), Threads.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
