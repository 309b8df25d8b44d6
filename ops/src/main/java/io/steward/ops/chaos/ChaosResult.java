package io.steward.ops.chaos;

import io.steward.ops.chaos.plan.FaultKind;
import io.steward.ops.chaos.proof.Violation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run did and found.
 *
 * @param faults how many of each kind struck
 * @param counts of what was sent and what came of it, by name
 * @param ends how many commands ended with each status
 * @param compared rows of each view that a fresh fold gave as well
 * @param endsOfTheirOwn parts that ended although nobody killed them, and how often
 * @param phases how long each phase took
 * @param missing what this machine can't do, in words
 * @param kept the folder, if it was kept
 */
public record ChaosResult(
        ChaosOptions options,
        Map<FaultKind, Integer> faults,
        Map<String, Integer> counts,
        Map<String, Integer> ends,
        Map<String, Integer> compared,
        Map<String, Integer> endsOfTheirOwn,
        Map<String, Duration> phases,
        List<String> missing,
        List<Violation> violations,
        Optional<String> kept) {
    public ChaosResult {
        faults = new LinkedHashMap<>(faults);
        counts = new LinkedHashMap<>(counts);
        ends = new LinkedHashMap<>(ends);
        compared = new LinkedHashMap<>(compared);
        endsOfTheirOwn = new LinkedHashMap<>(endsOfTheirOwn);
        phases = new LinkedHashMap<>(phases);
        missing = List.copyOf(missing);
        violations = List.copyOf(violations);
    }

    /** Whether every promise held. */
    public boolean held() {
        return violations.isEmpty();
    }
}
