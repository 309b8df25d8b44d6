package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.log.StreamFacts;
import java.time.Duration;

/**
 * One stream's rows and position. A batch goes in whole or not at all; what lies at or before the position changes
 * nothing. For one caller's thread; others may hold a projection of the same stream on the same database, but only one of them
 * moves a position from where it is.
 */
interface Projection extends AutoCloseable {
    /** Somebody else has moved the position: nothing of the batch was written. */
    final class PositionMoved extends RuntimeException {
        PositionMoved(String stream, long from) {
            super("the position of " + stream + " is not " + from + " any more: somebody else folds it too");
        }
    }

    /** Hears of a batch that is committed. */
    @FunctionalInterface
    interface Told {
        /**
         * Called once for each.
         *
         * @param took to write and commit it
         */
        void told(News news, Duration took);
    }

    /** The database failed; nothing of the batch was written. */
    final class Failed extends RuntimeException {
        Failed(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /** Where the database stands. What was handed over and could not be written is forgotten. */
    Position position();

    /** Folds and commits, and answers what is new. */
    News fold(Batch batch);

    /**
     * As {@link #fold} for a batch that has more behind it: while it is written by a thread of the projection's own, the
     * caller may fetch the next. One is written at a time, in their order; what goes wrong is thrown by the next call.
     *
     * @param told hears what is new once it is committed, in that thread or the caller's
     */
    void hand(Batch batch, Told told);

    /** Returns once all that was handed over is committed, or throws what went wrong. */
    void settle();

    /** Notes how far the stream goes, for the lag that readers see, and that it lacks no more than this. */
    void seen(StreamFacts facts);

    @Override
    void close();
}
