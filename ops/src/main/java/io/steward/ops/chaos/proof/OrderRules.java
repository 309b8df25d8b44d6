package io.steward.ops.chaos.proof;

import io.steward.ops.chaos.proof.Cases.Owner;
import io.steward.ops.chaos.proof.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the effects of each process came in the order of the log. Pure. */
final class OrderRules {
    private OrderRules() {}

    static List<Violation> check(Cases cases, Evidence evidence) {
        List<Violation> found = new ArrayList<>();
        if (evidence.losses().struck()) {
            return found; // what was put back stands at another place
        }
        Map<String, Case> latest = new HashMap<>();
        for (Effect effect : evidence.effects()) {
            Optional<Case> next = Optional.ofNullable(cases.byOwner().get(new Owner(effect.node(), effect.errand())))
                    .map(commands -> commands.get(0))
                    .filter(one -> one.command().isPresent());
            if (next.isPresent()) {
                String process = effect.node() + " " + effect.domain();
                Case before = latest.getOrDefault(process, next.get());
                if (seq(next.get()) < seq(before)) {
                    found.add(wrong(next.get(), before));
                } else {
                    latest.put(process, next.get());
                }
            }
        }
        return found;
    }

    private static Violation wrong(Case late, Case before) {
        List<String> history = new ArrayList<>(before.history());
        history.add("and after it");
        history.addAll(late.history());
        return late.violation(
                        Kind.WRONG_ORDER,
                        "has its effect after that of " + before.id() + ", which stands behind it in the log")
                .withHistory(history);
    }

    private static long seq(Case one) {
        return one.command().orElseThrow().seq();
    }
}
