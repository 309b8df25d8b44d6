package io.steward.ops.up;

import java.util.OptionalInt;

/**
 * What {@code up} is asked for.
 *
 * @param nodes how many agents; a folder that has more keeps them
 * @param httpPort 0 for a free one
 * @param natsPort empty: a free one, the same again on the same data
 */
public record UpOptions(DataFolder folder, int nodes, int httpPort, OptionalInt natsPort) {}
