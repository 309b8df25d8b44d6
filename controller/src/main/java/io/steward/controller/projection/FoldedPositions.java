package io.steward.controller.projection;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How far each stream has been folded, for those who wait to read what they wrote. Any thread. What stands here was
 * committed.
 */
public final class FoldedPositions {
    private final Map<String, Long> positions = new TreeMap<>();

    /** The last sequence folded, or empty while nothing of the stream was. */
    public synchronized OptionalLong position(String stream) {
        Long position = positions.get(stream);
        return position == null ? OptionalLong.empty() : OptionalLong.of(position);
    }

    public synchronized Cursor cursor() {
        return new Cursor(positions);
    }

    /** Waits until this entry is folded, at most as long as the patience. False: not yet. */
    public synchronized boolean awaitFolded(String stream, long seq, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (positions.getOrDefault(stream, 0L) < seq) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(1 + left / 1_000_000);
        }
        return true;
    }

    synchronized void moved(String stream, long seq) {
        positions.put(stream, seq);
        notifyAll();
    }
}
