package io.steward.controller.projection;

import io.steward.model.fold.Content;
import io.steward.model.fold.LogEntry;
import io.steward.model.wire.EntryReader;
import java.util.List;
import java.util.stream.Stream;

/** An entry and what it says. */
record Reading(LogEntry entry, Content content) {
    private static final int WORTH_DIVIDING = 500;

    static Reading of(LogEntry entry) {
        return new Reading(entry, EntryReader.read(entry));
    }

    /** On all cores: while the fold catches up, reading takes as long as writing. */
    static List<Reading> of(List<LogEntry> entries) {
        Stream<LogEntry> all = entries.size() < WORTH_DIVIDING ? entries.stream() : entries.parallelStream();
        return all.map(Reading::of).toList();
    }
}
