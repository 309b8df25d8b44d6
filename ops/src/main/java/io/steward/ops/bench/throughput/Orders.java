package io.steward.ops.bench.throughput;

import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the same order to some nodes again and again, a few requests under way at once, and waits until the controller's
 * database says of every command that it has succeeded. One thread.
 */
final class Orders {
    private static final long SHORTEST_PAUSE_MICROS = 5_000;
    private static final int SHARE = 9;

    private final ControllerApi api;
    private final List<String> nodes;
    private final Map<String, Object> order;
    private final String domain;

    Orders(ControllerApi api, List<String> nodes, String method, String domain, Map<String, Object> args) {
        this.api = api;
        this.nodes = nodes;
        this.domain = domain;
        this.order = Map.of("targets", Map.of("nodes", nodes), "method", method, "domain", domain, "args", args);
    }

    /** So many commands in all, or a few more; commands per second from the first request until the last end is folded. */
    double perSecond(int commands, int underWay, Duration most) throws IOException, InterruptedException {
        int requests = (commands + nodes.size() - 1) / nodes.size();
        long expected = succeeded() + (long) requests * nodes.size();
        long begun = System.nanoTime();
        ExecutorService senders = Executors.newFixedThreadPool(underWay);
        try {
            AtomicInteger left = new AtomicInteger(requests);
            send(senders, underWay, left);
            awaitFolded(expected, begun, most);
            return (double) requests * nodes.size() * 1e9 / (System.nanoTime() - begun);
        } finally {
            senders.shutdownNow();
        }
    }

    private void send(ExecutorService senders, int underWay, AtomicInteger left)
            throws IOException, InterruptedException {
        Callable<Boolean> sender = () -> {
            while (left.getAndDecrement() > 0) {
                ControllerApi.Answer answer = api.post("/api/v1/commands", order, Map.of());
                if (!answer.done()) {
                    throw new IOException("an order was answered with " + answer.status() + ": " + answer.body());
                }
            }
            return true;
        };
        List<Future<Boolean>> sending = new ArrayList<>();
        for (int i = 0; i < underWay; i++) {
            sending.add(senders.submit(sender));
        }
        for (Future<Boolean> one : sending) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new IOException(e.getCause().getMessage(), e);
            }
        }
    }

    // Asking takes a tenth of the time at most: it costs what is measured.
    private void awaitFolded(long expected, long begun, Duration most) throws IOException, InterruptedException {
        long asked = System.nanoTime();
        for (long done = succeeded(); done != expected; done = succeeded()) {
            long now = System.nanoTime();
            if (done > expected || now - begun > most.toNanos()) {
                throw new IOException(done + " of " + expected + " commands had succeeded after "
                        + (now - begun) / 1_000_000_000 + " s; allow more with --seconds");
            }
            TimeUnit.MICROSECONDS.sleep(Math.max(SHORTEST_PAUSE_MICROS, SHARE * (now - asked) / 1_000));
            asked = System.nanoTime();
        }
    }

    // Each node's own total is kept by the fold, so asking costs little.
    private long succeeded() throws IOException {
        String query =
                "select sum(succeeded) total from node_state where node in ('" + String.join("','", nodes) + "')";
        ControllerApi.Answer answer = api.post("/api/v1/sql", Map.of("query", query), Map.of());
        if (!answer.done()) {
            throw new IOException("the totals of domain " + domain + " could not be read: " + answer.body());
        }
        return answer.body().path("rows").path(0).path(0).asLong(0);
    }
}
