package io.steward.ops.chaos;

import io.steward.ops.chaos.plan.FaultKind;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What a run is asked for.
 *
 * @param cluster three broker servers and three copies of every stream, instead of one
 * @param truncate the broker may also lose what it has acknowledged
 * @param only the kinds of faults that strike; empty: all that this machine can do
 * @param keep the folder to use and keep; empty: a temporary one that is removed if all promises held
 */
public record ChaosOptions(
        int faults, long seed, int nodes, boolean cluster, boolean truncate, Set<FaultKind> only, Optional<Path> keep) {
    public ChaosOptions {
        only = Set.copyOf(only);
    }
}
