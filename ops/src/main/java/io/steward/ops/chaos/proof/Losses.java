package io.steward.ops.chaos.proof;

import io.steward.ops.chaos.load.Ledger.Accepted;
import io.steward.ops.chaos.load.Ledger.Cancel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a broker that was cut off has taken with it. A command that the controller had folded must be back, or be named by
 * the repair; of one that was lost before, nobody but its asker and perhaps its node can know.
 *
 * @param struck whether anything was cut off at all
 * @param named commands that the repair said it could not bring back
 * @param unknown commands that were lost before the controller folded them
 */
public record Losses(boolean struck, Set<String> named, Set<String> unknown) {
    public static final Losses NONE = new Losses(false, Set.of(), Set.of());

    public Losses {
        named = Set.copyOf(named);
        unknown = Set.copyOf(unknown);
    }

    /**
     * Sorts what is missing in the log.
     *
     * @param folded commands that the controller knew when the repair began
     * @param named commands that the repair said it could not bring back
     */
    public static Losses of(
            List<Accepted> accepted, List<Cancel> cancels, List<LogLine> log, Set<String> folded, Set<String> named) {
        Set<String> missing = new HashSet<>();
        accepted.forEach(one -> missing.add(one.id()));
        cancels.forEach(one -> missing.add(one.id()));
        log.forEach(line -> missing.add(line.id()));
        log.stream().filter(LogLine::command).map(LogLine::id).forEach(missing::remove);
        Set<String> gone = new HashSet<>(named);
        gone.retainAll(missing);
        missing.removeAll(folded);
        missing.removeAll(gone);
        return new Losses(true, gone, missing);
    }

    /** Whether the promises to this command ended with what was cut off. */
    boolean excuse(String id) {
        return named.contains(id) || unknown.contains(id);
    }

    boolean any() {
        return !named.isEmpty() || !unknown.isEmpty();
    }
}
