package io.steward.ops.chaos.proof;

import io.steward.model.command.Status;
import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.plan.ErrandKind;
import io.steward.ops.chaos.proof.Violation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How many effects there are, and how many there may be. Pure. */
final class EffectRules {
    private EffectRules() {}

    static List<Violation> check(Cases cases, Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        lost(evidence, found);
        cases.byOwner().values().forEach(commands -> of(commands.get(0), found));
        cases.effects().forEach((owner, effects) -> {
            if (!cases.byOwner().containsKey(owner)) {
                found.add(new Violation(
                        Kind.STRANGER,
                        Optional.empty(),
                        "errand " + owner.errand() + " has an effect on " + owner.node() + " and no command there",
                        effects.stream().map(Effect::toString).toList()));
            }
        });
        return found;
    }

    /** Whatever became of a command: it runs once. */
    private static void lost(Evidence evidence, List<Violation> found) {
        Map<String, List<Effect>> byCommand = evidence.effects().stream()
                .filter(effect -> evidence.losses().excuse(effect.command()))
                .collect(Collectors.groupingBy(Effect::command));
        byCommand.forEach((id, effects) -> {
            Optional<Errand> errand =
                    Optional.ofNullable(evidence.errands().get(effects.get(0).errand()));
            boolean mayRepeat = errand.stream().anyMatch(one -> one.kind().mayRepeat());
            if (effects.size() > 1 && !mayRepeat) {
                found.add(new Violation(
                        Kind.DOUBLE_EFFECT,
                        Optional.of(id),
                        "was lost by the broker and has " + effects.size() + " effects",
                        effects.stream().map(Effect::toString).toList()));
            }
        });
    }

    private static void of(Case one, List<Violation> found) {
        if (one.errand().isEmpty()) {
            return;
        }
        ErrandKind kind = one.errand().get().kind();
        int count = one.effects().size();
        int most = kind.mayRepeat() ? Math.max(1, one.attempts()) : 1;
        if (count > most) {
            found.add(one.violation(Kind.DOUBLE_EFFECT, "has " + count + " effects; at most " + most + " are allowed"));
        }
        Optional<LogLine> end = one.end();
        if (end.isEmpty()) {
            return;
        }
        Status status = end.get().status().orElseThrow();
        boolean byItself = status != Status.FAILED || end.get().exitCode().isPresent();
        if (count == 0 && kind.hasEffect(status) && byItself) {
            found.add(one.violation(Kind.MISSING_EFFECT, "ended with " + status + " and has no effect"));
        }
        boolean neverStarted = !end.get().started();
        if (count > 0 && (kind.hasNone(status) || neverStarted)) {
            found.add(one.violation(
                    Kind.FALSE_EFFECT,
                    "ended with " + status + (neverStarted ? " before it started" : "") + " and has " + count
                            + " effects"));
        }
    }
}
