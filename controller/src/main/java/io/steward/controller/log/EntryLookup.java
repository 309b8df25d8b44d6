package io.steward.controller.log;

import io.steward.model.fold.LogEntry;
import java.io.IOException;
import java.util.Optional;

/** Looks at single places of a stream. Any thread; each look may be a request to the broker. */
@FunctionalInterface
public interface EntryLookup {
    /** The entry at this place, if the stream still holds it. */
    Optional<LogEntry> entry(String stream, long seq) throws IOException;
}
