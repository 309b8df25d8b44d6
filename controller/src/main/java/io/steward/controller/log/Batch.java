package io.steward.controller.log;

import io.steward.model.fold.LogEntry;
import java.time.Instant;
import java.util.List;

/**
 * Entries of one stream, in its order, at least one.
 *
 * @param streamCreated when the stream was made: another time is another stream
 * @param knownLast the stream's last sequence when the last of these was delivered
 */
public record Batch(String stream, Instant streamCreated, List<LogEntry> entries, long knownLast) {
    /** Where a batch ends, however few entries it has: results of a megabyte each must not fill the memory. */
    static final long MOST_BYTES = 8 << 20;

    /** Entries that the client may hold that no batch has yet: it counts them, whatever their size. */
    static final int MOST_BUFFERED = 2_000;

    public Batch {
        entries = List.copyOf(entries);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("entries is empty: use at least one");
        }
    }

    public LogEntry last() {
        return entries.get(entries.size() - 1);
    }
}
