package io.steward.ops.chaos.proof;

import io.steward.ops.chaos.plan.Errand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one command.
 *
 * @param command where the log has it first; empty: nowhere
 * @param acks in the order of the log
 * @param effects of its errand on its node, in the order of the file
 */
record Case(
        String id,
        Optional<LogLine> command,
        List<LogLine> acks,
        Optional<StateRow> row,
        Optional<Errand> errand,
        List<Effect> effects) {
    /** The first end in the log: the one that stands. */
    Optional<LogLine> end() {
        return acks.stream().filter(LogLine::end).findFirst();
    }

    int attempts() {
        return acks.stream().mapToInt(LogLine::attempt).max().orElse(0);
    }

    Violation violation(Violation.Kind kind, String words) {
        return new Violation(kind, Optional.of(id), words, history());
    }

    /** Every line there is about it. */
    List<String> history() {
        List<String> lines = new ArrayList<>();
        errand.ifPresent(asked -> lines.add("asked   " + asked));
        command.ifPresent(line -> lines.add(line.toString()));
        acks.forEach(line -> lines.add(line.toString()));
        row.ifPresent(state -> lines.add(state.toString()));
        effects.forEach(effect -> lines.add(effect.toString()));
        return lines;
    }
}
