package io.steward.agent.machine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What time it is at the broker, reckoned from the times at which it stored the messages that arrive here, so that a
 * command expires when its sender meant, however wrong this machine's clock is or becomes. Any thread.
 *
 * <p>A message arrives after it was stored: each one bounds the broker's time from below, and the least delay of those
 * that came while we waited for them is nearest to the truth. Time between messages is counted by a clock that nobody
 * sets. Before the first such message this machine's own clock is believed, unless a message proves it slow.
 */
public final class BrokerClock implements InstantSource {
    private static final int WINDOW = 64;

    private record Sample(long offset, boolean live) {}

    private final InstantSource local;
    private final LongSupplier steadyMillis;
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** @param steadyMillis a clock that only goes forward, from any beginning */
    public BrokerClock(InstantSource local, LongSupplier steadyMillis) {
        this.local = local;
        this.steadyMillis = steadyMillis;
    }

    /**
     * A message came.
     *
     * @param live it was stored while we waited for it, so it can't have been under way for long
     */
    public synchronized void heard(Instant storedAt, boolean live) {
        samples.addLast(new Sample(steadyMillis.getAsLong() - storedAt.toEpochMilli(), live));
        if (samples.size() > WINDOW) {
            samples.removeFirst();
        }
    }

    /** The broker's time. */
    @Override
    public synchronized Instant instant() {
        if (samples.isEmpty()) {
            return local.instant();
        }
        Instant atLeast = Instant.ofEpochMilli(steadyMillis.getAsLong() - offset());
        return measured() || atLeast.isAfter(local.instant()) ? atLeast : local.instant();
    }

    /** How far this machine's clock is ahead of the broker's; empty before it could be measured. */
    public synchronized Optional<Duration> skew() {
        return measured() ? Optional.of(Duration.between(instant(), local.instant())) : Optional.empty();
    }

    private long offset() {
        return samples.stream().mapToLong(Sample::offset).min().orElseThrow();
    }

    private boolean measured() {
        return samples.stream().anyMatch(Sample::live);
    }
}
