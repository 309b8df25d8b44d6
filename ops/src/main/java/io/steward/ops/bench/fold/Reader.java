package io.steward.ops.bench.fold;

import io.steward.ops.bench.Samples;
import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody who reads all the while: asks, and asks again. Its own thread; any thread may end it and ask. */
final class Reader implements AutoCloseable {
    private static final int PAUSE_MILLIS = 50;
    private static final String QUESTION =
            "select node, queued, running, succeeded, failed, last_status from node_state order by node limit 50";

    private final ControllerApi api;
    private final Samples answers = new Samples();
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean ending;
    private volatile long longestGapNanos;
    private final AtomicInteger refused = new AtomicInteger();

    Reader(ControllerApi api) {
        this.api = api;
        thread.setDaemon(true);
        thread.start();
    }

    /** The longest time from one good answer to the next. */
    double longestGapMillis() {
        return longestGapNanos / 1e6;
    }

    double millis(double percentile) {
        return answers.millis(percentile);
    }

    long answered() {
        return answers.count();
    }

    int refused() {
        return refused.get();
    }

    private void run() {
        try {
            long last = System.nanoTime();
            while (!ending) {
                long asked = System.nanoTime();
                if (asks()) {
                    long now = System.nanoTime();
                    answers.record(now - asked);
                    longestGapNanos = Math.max(longestGapNanos, now - last);
                    last = now;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean asks() {
        try {
            boolean done =
                    api.post("/api/v1/sql", Map.of("query", QUESTION), Map.of()).done();
            refused.addAndGet(done ? 0 : 1);
            return done;
        } catch (IOException e) {
            refused.incrementAndGet();
            return false;
        }
    }

    /** Returns when the last answer has come. */
    void end() throws InterruptedException {
        ending = true;
        thread.join();
    }

    @Override
    public void close() {
        ending = true;
        thread.interrupt();
    }
}
