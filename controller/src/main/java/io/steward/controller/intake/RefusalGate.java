package io.steward.controller.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Lets so many refusals a minute be told one by one; the rest is counted and told as a sum. Any thread. */
final class RefusalGate {
    /** Those that were not told one by one. */
    record Sum(long count, Instant from, Instant to) {}

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int most;
    private Instant opened = Instant.EPOCH;
    private int told;
    private long counted;

    /** @param most a minute */
    RefusalGate(int most) {
        this.most = most;
    }

    /** Whether to tell this one; if not, it is counted. */
    synchronized boolean admits(Instant now) {
        if (counted == 0 && !now.isBefore(opened.plus(WINDOW))) {
            opened = now;
            told = 0;
        }
        if (told < most) {
            told++;
            return true;
        }
        counted++;
        return false;
    }

    /** Counts one that could not be told. */
    synchronized void missed() {
        counted++;
    }

    /** The sum of a minute that is over, or, at the end, of any; once. */
    synchronized Optional<Sum> sum(Instant now, boolean end) {
        if (counted == 0 || (!end && now.isBefore(opened.plus(WINDOW)))) {
            return Optional.empty();
        }
        Sum sum = new Sum(counted, opened, now);
        opened = now;
        told = 0;
        counted = 0;
        return Optional.of(sum);
    }
}
