package io.steward.controller.projection;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import io.steward.model.subject.Streams;
import java.util.List;

/**
 * What may be chosen about folding. A value.
 *
 * @param batch the most entries in one transaction
 */
public record FoldSettings(int batch, EventBounds events) {
    public static final Key<Integer> BATCH = Key.number(
            "projection.batch",
            8000,
            1,
            20_000,
            "",
            "the most log entries folded in one transaction, of all control streams together");
    public static final Key<Integer> EVENTS_PER_SUBJECT =
            Key.number("projection.events", 1000, 1, 10_000_000, "", "the newest events kept of each node and subject");
    public static final Key<Integer> OUTPUT_PER_NODE = Key.number(
            "projection.output", 5000, 1, 10_000_000, "", "the newest pieces of command output kept of each node");

    public static final List<Key<?>> KEYS = List.of(BATCH, EVENTS_PER_SUBJECT, OUTPUT_PER_NODE);
    private static final int LEAST = 1_000;

    public static final FoldSettings DEFAULTS = new FoldSettings(8000, EventBounds.DEFAULTS);

    /** Of each stream: what is in memory of all of them at once does not grow with their count. */
    int batch(Streams streams) {
        return Math.max(Math.min(batch, LEAST), batch / streams.commandStreams().size());
    }

    public static FoldSettings of(Settings settings) {
        return new FoldSettings(
                settings.get(BATCH), new EventBounds(settings.get(EVENTS_PER_SUBJECT), settings.get(OUTPUT_PER_NODE)));
    }
}
