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
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * What one stream's folding counts. Any thread.
 *
 * <p>{@code steward.projection.events} of a stream grows by what {@code projection_position} moves, but for sequences
 * that the stream dropped. {@code steward.acks.received} counts what this process folded, a rebuild included. Latencies
 * are taken only of what the log learned a minute ago or later, so catching up does not distort them. Their bounds reach
 * from milliseconds to the month that a ship may be away. Every status and stage has its series from the start.
 */
final class FoldMetrics {
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final List<String> STAGES = List.of("delivery", "start", "finish");
    private static final Set<Status> SAID_IN_ACKS = EnumSet.complementOf(EnumSet.of(Status.QUEUED));
    private static final Duration[] BOUNDS = LongStream.of(
                    5,
                    10,
                    25,
                    50,
                    100,
                    250,
                    500,
                    1_000,
                    2_500,
                    5_000,
                    15_000,
                    60_000,
                    300_000,
                    1_800_000,
                    7_200_000,
                    43_200_000,
                    86_400_000,
                    604_800_000,
                    2_592_000_000L)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Counter events;
    private final Counter gaps;
    private final Counter repeats;
    private final Timer batches;
    private final List<Gauge> gauges;
    private final Map<Status, Counter> acks = new EnumMap<>(Status.class);
    private final Map<String, Timer> latencies = new HashMap<>();
    private final AtomicLong lag = new AtomicLong();
    private final AtomicLong lastRecorded = new AtomicLong();

    FoldMetrics(MeterRegistry meters, String stream, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
        this.events = Counter.builder("steward.projection.events")
                .description("messages of the log folded since the start")
                .tag("stream", stream)
                .register(meters);
        this.repeats = Counter.builder("steward.duplicates.suppressed")
                .description("commands and ACKs folded that changed nothing, because they repeat what is known")
                .register(meters);
        this.gaps = Counter.builder("steward.log.gaps")
                .description("how often the stream was found to lack or contradict what was folded of it")
                .tag("stream", stream)
                .register(meters);
        this.batches = Timer.builder("steward.projection.batch")
                .description("one batch: fold, write, commit")
                .tag("stream", stream)
                .register(meters);
        this.gauges = gauges(stream);
        SAID_IN_ACKS.forEach(status -> acks.put(status, acks(meters, status)));
        STAGES.forEach(stage -> latencies.put(stage, latency(meters, stage)));
    }

    private List<Gauge> gauges(String stream) {
        return List.of(
                Gauge.builder("steward.projection.lag", lag, AtomicLong::get)
                        .description("messages stored and not folded yet, as known at the last look")
                        .tag("stream", stream)
                        .register(meters),
                Gauge.builder("steward.projection.delay", this, FoldMetrics::delay)
                        .description("age of the newest folded message while there is a lag, else 0")
                        .tag("stream", stream)
                        .baseUnit("seconds")
                        .register(meters));
    }

    private static Counter acks(MeterRegistry meters, Status status) {
        return Counter.builder("steward.acks.received")
                .description("ACKs folded since the start, repeats included")
                .tag("status", status.name())
                .register(meters);
    }

    private static Timer latency(MeterRegistry meters, String stage) {
        return Timer.builder("steward.command.latency")
                .description("from the log's storage of a command to its storage of this stage's ACK")
                .tag("stage", stage)
                .serviceLevelObjectives(BOUNDS)
                .register(meters);
    }

    void folded(Batch batch, News news, Duration took) {
        events.increment(batch.entries().size());
        batches.record(took);
        repeats.increment(news.repeats());
        lastRecorded.set(batch.last().recordedAt().toEpochMilli());
        lag.set(Math.max(0, batch.knownLast() - batch.last().seq()));
        for (Status status : news.acks()) {
            // A node may say anything, QUEUED too.
            acks.computeIfAbsent(status, said -> acks(meters, said)).increment();
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
        Objects.requireNonNull(latencies.get(timing.stage()), timing::stage).record(timing.duration());
    }

    private double delay() {
        return lag.get() == 0 ? 0 : Math.max(0, (clock.millis() - lastRecorded.get()) / 1000.0);
    }
}
