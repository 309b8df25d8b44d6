package io.steward.controller.log;

import java.io.IOException;

/** Where a followed stream goes. Called by the follower's one thread; while it works nothing more is fetched than fits. */
public interface LogSink {
    /** Where the following has to start: the last sequence that is safely here. */
    long position();

    /**
     * Whether the stream, as it is now, can be followed from the position. Asked before every start and now and then
     * while nothing comes.
     */
    boolean admits(StreamFacts facts, EntryLookup view) throws IOException;

    /** Takes a batch as a whole, or throws: then it comes again, from the position on. */
    void accept(Batch batch);
}
