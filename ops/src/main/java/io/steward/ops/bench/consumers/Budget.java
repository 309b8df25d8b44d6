package io.steward.ops.bench.consumers;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether there is time for a larger count: it is taken to last in proportion to the one before. Knows no clock; one
 * thread.
 */
final class Budget {
    private final Duration all;
    private final Map<String, Double> perConsumer = new HashMap<>();
    private Duration spent = Duration.ZERO;

    Budget(Duration all) {
        this.all = all;
    }

    boolean allows(String series, int consumers) {
        double expected = perConsumer.getOrDefault(series, 0.0) * consumers;
        return spent.toNanos() + expected <= all.toNanos();
    }

    void spent(String series, int consumers, Duration took) {
        spent = spent.plus(took);
        perConsumer.put(series, (double) took.toNanos() / consumers);
    }
}
