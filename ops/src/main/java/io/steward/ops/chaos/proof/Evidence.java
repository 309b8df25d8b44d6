package io.steward.ops.chaos.proof;

import io.steward.ops.chaos.load.Ledger.Accepted;
import io.steward.ops.chaos.load.Ledger.Cancel;
import io.steward.ops.chaos.plan.Errand;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that is known after a run.
 *
 * @param errands what was asked, by number
 * @param refused errands that were answered with no, and the words
 * @param open errands without an answer
 * @param log the control log, in its order
 * @param states what {@code command_state} holds
 * @param effects in the order of each node's file
 * @param proof rows of {@code delivery_proof}
 * @param differences between the state database and a fresh one from the same log
 * @param fullDisks which explain doubt
 * @param losses what the broker took with it
 */
public record Evidence(
        Map<Integer, Errand> errands,
        List<Accepted> accepted,
        List<Cancel> cancels,
        Map<Integer, String> refused,
        List<Errand> open,
        List<LogLine> log,
        List<StateRow> states,
        List<Effect> effects,
        List<String> proof,
        List<String> differences,
        List<FullDisk> fullDisks,
        Losses losses) {
    /** When a node's journal had no room. What it could not write down then, it can't know. */
    public record FullDisk(String node, Instant from, Instant to) {}

    public Evidence {
        errands = Map.copyOf(errands);
        accepted = List.copyOf(accepted);
        cancels = List.copyOf(cancels);
        refused = Map.copyOf(refused);
        open = List.copyOf(open);
        log = List.copyOf(log);
        states = List.copyOf(states);
        effects = List.copyOf(effects);
        proof = List.copyOf(proof);
        differences = List.copyOf(differences);
        fullDisks = List.copyOf(fullDisks);
    }
}
