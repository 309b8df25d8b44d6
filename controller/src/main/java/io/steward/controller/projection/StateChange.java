package io.steward.controller.projection;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something in the state database became different, for those who watch. Immutable.
 *
 * <p>The row has, by type: a command's transition {@code command_id, node, method, domain, status, at, recorded_at,
 * log_seq}; a node's change {@code node, changed, old_value, new_value, at, log_seq}; an event {@code seq, node, method,
 * domain, at, body}. Times are {@link java.time.Instant}, everything else is text or Long.
 *
 * @param stream the stream that told of it, {@code seq} its place there
 * @param cursor resuming from here repeats at most the changes of the same log entry and loses none
 */
public record StateChange(Type type, String stream, long seq, Cursor cursor, Map<String, @Nullable Object> row) {
    /** What changed. */
    public enum Type {
        COMMAND,
        NODE,
        EVENT;

        /** The name of the server-sent event: {@code command}, {@code node} or {@code event}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StateChange {
        row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
    }
}
