package io.steward.ops.bench.sim;

import io.steward.agent.turn.SharedTurns;
import io.steward.agent.turn.Turns;
import io.steward.nats.Dispatchers;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads and connections that simulated nodes share, from their start to their stop. Any thread. */
final class SharedMeans implements AutoCloseable {
    private static final int TIMERS = 1;
    private static final int CONTROLS = 4;
    private static final Duration CONNECTING = Duration.ofSeconds(30);
    private static final Duration CLOSING = Duration.ofSeconds(20);

    private final List<Link> links = new ArrayList<>();
    private final Dispatchers dispatchers = new Dispatchers();
    private final ExecutorService turning;
    private final ExecutorService working;
    private final ExecutorService controlling;
    private final ScheduledExecutorService timer;
    private final Turns turns;
    private final SharedScheduling scheduling;

    /** Connects in the background. */
    SharedMeans(String broker, Path credentials, int connections, int threads) {
        this.turning = Executors.newFixedThreadPool(threads, named("turn"));
        this.working = Executors.newFixedThreadPool(threads, named("work"));
        this.controlling = Executors.newFixedThreadPool(CONTROLS, named("control"));
        this.timer = Executors.newScheduledThreadPool(TIMERS, named("timer"));
        this.turns = new SharedTurns(turning, timer);
        this.scheduling = new SharedScheduling(working, controlling, timer);
        for (int i = 0; i < connections; i++) {
            String name = "bench-" + i;
            links.add(Link.open(new LinkConfig(List.of(broker), credentials, name, Optional.of("_I." + name))));
        }
    }

    /** Returns once every connection is there. */
    void awaitConnected() throws IOException, InterruptedException {
        for (Link link : links) {
            if (link.await(CONNECTING).isEmpty()) {
                throw new IOException("the simulated nodes did not reach the broker within " + CONNECTING);
            }
        }
    }

    Link link(int node) {
        return links.get(node % links.size());
    }

    Dispatchers dispatchers() {
        return dispatchers;
    }

    Turns turns() {
        return turns;
    }

    SharedScheduling scheduling() {
        return scheduling;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    ExecutorService threads() {
        return turning;
    }

    /** Interrupts what is under way, as the end of a process does. */
    @Override
    public void close() {
        links.forEach(Link::close);
        List<ExecutorService> all = List.of(timer, turning, working, controlling);
        all.forEach(ExecutorService::shutdownNow);
        try {
            for (ExecutorService one : all) {
                if (!one.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("simulated nodes did not stop within " + CLOSING);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "sim-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
