package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.controller.projection.StreamTables.Rest;
import io.steward.model.fold.Content.UnreadableContent;
import io.steward.model.fold.LogEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A batch that is ready to be written.
 *
 * @param entries those of the batch that are new
 * @param digests of the entries, if the stream is chained
 */
record Prepared(Batch batch, List<LogEntry> entries, List<byte[]> digests, Rest rest, List<Row> unreadable) {
    private static final int LONGEST_BYTES = 1_000_000;

    /** How readable entries are folded. */
    @FunctionalInterface
    interface Fold {
        Rest begin(List<Reading> readable) throws SQLException;
    }

    static Prepared of(StreamTables tables, Batch batch, List<LogEntry> entries, List<Reading> readings, Fold fold)
            throws SQLException {
        List<Reading> readable = new ArrayList<>();
        List<Row> unreadable = new ArrayList<>();
        for (Reading reading : readings) {
            if (reading.content() instanceof UnreadableContent content) {
                unreadable.add(unreadable(reading.entry(), content));
            } else {
                readable.add(reading);
            }
        }
        List<byte[]> digests = tables.chained() ? ChainRows.digests(entries) : List.of();
        Rest rest = readable.isEmpty() ? writing -> News.NONE : fold.begin(readable);
        return new Prepared(batch, entries, digests, rest, unreadable);
    }

    LogEntry last() {
        return entries.get(entries.size() - 1);
    }

    /** Writes what could not be read to the table of the unreadable. */
    void quarantine(Connection writing) throws SQLException {
        Jdbc.batch(
                writing,
                "insert into steward.unreadable (stream, seq, recorded_at, subject, code, message, size, bytes)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                unreadable);
    }

    private static Row unreadable(LogEntry entry, UnreadableContent content) {
        byte[] data = entry.data();
        return new Row()
                .add(entry.stream())
                .add(entry.seq())
                .add(entry.recordedAt())
                .add(Jdbc.fitting(entry.subject()))
                .add(content.code())
                .add(Jdbc.fitting(content.message()))
                .add((long) data.length)
                .add(data.length > LONGEST_BYTES ? Arrays.copyOf(data, LONGEST_BYTES) : data);
    }
}
