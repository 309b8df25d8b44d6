package io.steward.ops.scratch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for parts to come up, as long as they live. One thread. */
public final class Start {
    private static final int PAUSE_MILLIS = 50;

    private final Duration patience;

    public Start(Duration patience) {
        this.patience = patience;
    }

    /**
     * Returns once it is up.
     *
     * @param otherwise what is said of the part when the patience has ended: that it did not do something
     * @throws NotStarted if it ends by itself before, or takes longer than the patience
     */
    public void await(Member part, BooleanSupplier up, String otherwise) throws NotStarted, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!up.getAsBoolean()) {
            if (part.lastExit().isPresent()) {
                throw NotStarted.ended(part, part.lastExit().getAsInt());
            }
            if (System.nanoTime() - deadline > 0) {
                throw NotStarted.silent(part, otherwise, patience);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }
}
