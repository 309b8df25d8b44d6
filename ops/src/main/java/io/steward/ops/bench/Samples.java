package io.steward.ops.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Durations, counted with three digits from a microsecond to an hour. Any thread may record; one reads at the end. */
public final class Samples {
    private static final long MOST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram micros = new Histogram(MOST_MICROS, 3);

    public synchronized void record(long nanos) {
        micros.recordValue(Math.min(MOST_MICROS, Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    }

    public synchronized long count() {
        return micros.getTotalCount();
    }

    /** Milliseconds that this share of them did not exceed, in percent. 0 if there is none. */
    public synchronized double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1_000.0;
    }

    public synchronized double meanMillis() {
        return micros.getMean() / 1_000.0;
    }
}
