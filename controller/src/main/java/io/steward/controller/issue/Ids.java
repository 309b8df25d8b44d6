package io.steward.controller.issue;

import io.steward.model.command.CommandId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Makes command ids; the edge where time and chance enter. As safe for threads as its random source. */
public final class Ids {
    private final InstantSource clock;
    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    Instant now() {
        return clock.instant();
    }

    CommandId next(Instant moment) {
        return CommandId.from(moment, random.nextLong(), random.nextLong());
    }
}
