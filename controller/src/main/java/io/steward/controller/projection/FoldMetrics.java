package io.steward.controller.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.steward.controller.log.Batch;
import io.steward.controller.projection.News.Timing;
import io.steward.model.command.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one stream's folding counts. Any thread.
 *
 * <p>{@code steward.projection.events} of a stream grows by what {@code projection_position} moves, but for sequences
 * that the stream dropped. {@code steward.acks.received} counts what this process folded, a rebuild included. Latencies
 * are taken only of what the log learned a minute ago or later, so catching up does not distort them.
 */
final class FoldMetrics {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Counter events;
    private final Counter gaps;
    private final Counter repeats;
    private final Timer batches;
    private final List<Gauge> gauges;
    private final AtomicLong lag = new AtomicLong();
    private final AtomicLong lastRecorded = new AtomicLong();

    FoldMetrics(MeterRegistry meters, String stream, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.events = meters.counter("steward.projection.events", "stream", stream);
        this.repeats = meters.counter("steward.duplicates.suppressed");
        this.gaps = meters.counter("steward.log.gaps", "stream", stream);
        this.batches = meters.timer("steward.projection.batch", "stream", stream);
        this.gauges = List.of(
                Gauge.builder("steward.projection.lag", lag, AtomicLong::get)
                        .tag("stream", stream)
                        .register(meters),
                Gauge.builder("steward.projection.delay", this, FoldMetrics::delay)
                        .tag("stream", stream)
                        .baseUnit("seconds")
                        .register(meters));
    }

    void folded(Batch batch, News news, Duration took) {
        events.increment(batch.entries().size());
        batches.record(took);
        repeats.increment(news.repeats());
        lastRecorded.set(batch.last().recordedAt().toEpochMilli());
        lag.set(Math.max(0, batch.knownLast() - batch.last().seq()));
        for (Status status : news.acks()) {
            meters.counter("steward.acks.received", "status", status.name()).increment();
        }
        if (batch.last().recordedAt().plus(FRESH).isAfter(clock.instant())) {
            news.timings().forEach(this::time);
        }
    }

    /** A gauge belongs to one folding: the next one of the stream brings its own. */
    void close() {
        gauges.forEach(meters::remove);
    }

    void lag(long entries) {
        lag.set(Math.max(0, entries));
    }

    void gap() {
        gaps.increment();
    }

    private void time(Timing timing) {
        Timer.builder("steward.command.latency")
                .tag("stage", timing.stage())
                .publishPercentileHistogram()
                .register(meters)
                .record(timing.duration());
    }

    private double delay() {
        return lag.get() == 0 ? 0 : Math.max(0, (clock.millis() - lastRecorded.get()) / 1000.0);
    }
}
