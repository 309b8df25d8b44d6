package io.steward.agent.turn;

import java.time.Duration;

/** The work of one part, done in turns. Never two turns at once, and each sees what the one before it did. */
@FunctionalInterface
public interface Turn {
    /** For a part that has ended. */
    Duration NEVER = Duration.ofDays(365);

    /**
     * Does what there is to do.
     *
     * @return after how long it wants the next turn at the latest, if nobody rings before
     * @throws InterruptedException when the part is being closed; there is no further turn
     */
    Duration take() throws InterruptedException;
}
