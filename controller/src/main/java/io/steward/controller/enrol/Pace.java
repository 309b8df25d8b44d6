package io.steward.controller.enrol;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long a watch rests between two looks into the database. A look takes as long as there is much to look at, also one
 * that the database gave up; the pause behind it is so many times as long, within bounds, so that watching never takes
 * more than a small part of a core. One thread.
 */
final class Pace {
    private final long every;
    private final int times;
    private final long longest;
    private final LongSupplier nanos;
    private long took;

    /**
     * @param every the shortest pause
     * @param times so much longer than the look is the pause behind it
     * @param longest the longest pause, if {@code every} is not longer
     */
    Pace(Duration every, int times, Duration longest) {
        this(every, times, longest, System::nanoTime);
    }

    Pace(Duration every, int times, Duration longest, LongSupplier nanos) {
        this.every = every.toMillis();
        this.times = times;
        this.longest = longest.toMillis();
        this.nanos = nanos;
    }

    /** Looks; what it throws is passed on, and its time counts all the same. */
    <T> T look(Supplier<T> look) {
        long begun = nanos.getAsLong();
        try {
            return look.get();
        } finally {
            took = nanos.getAsLong() - begun;
        }
    }

    /** The pause that is due now, in milliseconds: by the last look, if there was one since this was asked. */
    long pause() {
        long pause = Math.max(every, Math.min(longest, times * TimeUnit.NANOSECONDS.toMillis(took)));
        took = 0;
        return pause;
    }
}
