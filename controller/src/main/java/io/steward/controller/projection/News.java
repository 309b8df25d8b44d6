package io.steward.controller.projection;

import io.steward.model.command.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch changed, to be told once it is committed.
 *
 * @param repeats entries that changed nothing, because they repeat what is known
 */
record News(List<Change> changes, List<Status> acks, List<Timing> timings, int repeats) {
    static final News NONE = new News(List.of(), List.of(), List.of(), 0);

    /** A {@link StateChange} that has no cursor yet. */
    record Change(StateChange.Type type, long seq, Map<String, @Nullable Object> row) {}

    /** How long a command needed from the log's having it until the log learned of this stage. */
    record Timing(String stage, Duration duration) {}
}
