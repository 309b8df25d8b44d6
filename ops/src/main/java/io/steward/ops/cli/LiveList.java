package io.steward.ops.cli;

import io.steward.ops.cli.EventStream.Change;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list that a live view shows and that follows the fleet: a change only says what to ask for again, so what is shown is
 * always what the controller answered.
 *
 * <p>{@link #take} and {@link #refresh} belong to the thread that follows; the others to the one that draws.
 */
interface LiveList {
    /** A moment's picture, what matters on top. */
    record Picture(List<Map<String, @Nullable Object>> rows, List<Total> totals) {}

    /** A count with its word, and how it is meant. */
    record Total(long count, String word, Terminal.Tone tone) {}

    /** What is shown, in a few words. */
    String title();

    List<Column> columns(Instant now);

    /** Something happened. */
    void take(Change change);

    /** Asks for what changed since the last time, if anything did. */
    void refresh(Instant now);

    Picture picture();
}
