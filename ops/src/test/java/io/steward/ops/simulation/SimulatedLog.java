package io.steward.ops.simulation;

import io.steward.model.fold.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A stream that keeps what it has stored, and stores a message id once within its window. */
final class SimulatedLog {
    static final String STREAM = "COMMANDS";
    private static final long WINDOW_MILLIS = 60_000;

    private record Seen(long seq, long at) {}

    private final World world;
    private final List<LogEntry> entries = new ArrayList<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private final List<Consumer<LogEntry>> followers = new ArrayList<>();

    SimulatedLog(World world) {
        this.world = world;
    }

    void follow(Consumer<LogEntry> follower) {
        followers.add(follower);
    }

    /** Stores it, or knows it already; answers where it is. */
    long publish(String subject, String messageId, byte[] data) {
        Seen before = seen.get(messageId);
        if (before != null && world.now() - before.at() < WINDOW_MILLIS) {
            return before.seq();
        }
        LogEntry entry = new LogEntry(STREAM, entries.size() + 1L, world.instant(), subject, data);
        entries.add(entry);
        seen.put(messageId, new Seen(entry.seq(), world.now()));
        followers.forEach(follower -> follower.accept(entry));
        return entry.seq();
    }

    LogEntry entry(long seq) {
        return entries.get((int) seq - 1);
    }

    long last() {
        return entries.size();
    }

    List<LogEntry> entries() {
        return List.copyOf(entries);
    }
}
