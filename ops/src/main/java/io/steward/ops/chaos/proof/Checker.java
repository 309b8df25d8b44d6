package io.steward.ops.chaos.proof;

import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.proof.Violation.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds evidence against the promises. Pure: it reads nothing, and its rules share no code with what they judge. */
public final class Checker {
    private final Evidence evidence;
    private final Cases cases;
    private final List<Violation> found = new ArrayList<>();

    private Checker(Evidence evidence) {
        this.evidence = evidence;
        this.cases = new Cases(evidence);
    }

    /** Every promise that did not hold; empty when all did. */
    public static List<Violation> check(Evidence evidence) {
        Checker checker = new Checker(evidence);
        checker.requests();
        checker.log();
        checker.cases.all().forEach(checker::state);
        found(checker, EffectRules.check(checker.cases, evidence));
        found(checker, OrderRules.check(checker.cases, evidence));
        found(checker, StatusRules.check(checker.cases, evidence.fullDisks(), evidence.losses()));
        checker.summaries();
        return List.copyOf(checker.found);
    }

    private static void found(Checker checker, List<Violation> violations) {
        checker.found.addAll(violations);
    }

    private void requests() {
        evidence.refused()
                .forEach((number, words) -> say(
                        Kind.REFUSED,
                        "errand " + number + " is in order and was refused: " + words,
                        List.of("asked   " + evidence.errands().get(number))));
        for (Errand errand : evidence.open()) {
            say(Kind.UNANSWERED, "errand " + errand.number() + " got no answer", List.of("asked   " + errand));
        }
        Set<String> answered = new HashSet<>();
        evidence.accepted().forEach(one -> answered.add(one.errand().number() + " " + one.node()));
        evidence.accepted().stream()
                .map(one -> one.errand())
                .distinct()
                .forEach(errand -> errand.nodes().forEach(node -> {
                    if (!answered.contains(errand.number() + " " + node)) {
                        say(
                                Kind.LOST,
                                "the answer to errand " + errand.number() + " names no command for " + node,
                                List.of("asked   " + errand));
                    }
                }));
    }

    private void log() {
        for (Case one : cases.all()) {
            if (one.command().isEmpty()) {
                boolean promised = evidence.accepted().stream().anyMatch(a -> a.id().equals(one.id()))
                        || evidence.cancels().stream().anyMatch(c -> c.id().equals(one.id()));
                found.add(
                        promised
                                ? one.violation(Kind.LOST, "was accepted and is not in the log")
                                : one.violation(Kind.STRANGER, "is spoken of and is not in the log"));
            } else if (one.end().isEmpty()) {
                found.add(one.violation(Kind.UNFINISHED, "has no terminal status in the log"));
            }
            long ends = one.acks().stream()
                    .filter(LogLine::end)
                    .map(LogLine::status)
                    .distinct()
                    .count();
            if (ends > 1) {
                found.add(one.violation(Kind.CONTRADICTION, "has terminal ACKs that contradict each other"));
            }
        }
        cases.byOwner().forEach((owner, commands) -> {
            if (commands.size() > 1) {
                found.add(commands.get(1)
                        .violation(
                                Kind.ISSUED_TWICE,
                                "is command number 2 of " + commands.size() + " for errand " + owner.errand() + " on "
                                        + owner.node() + "; the first is "
                                        + commands.get(0).id()));
            }
        });
    }

    private void state(Case one) {
        if (one.command().isEmpty()) {
            return;
        }
        Optional<String> status = one.end().flatMap(LogLine::status).map(Enum::name);
        if (one.row().isEmpty()) {
            found.add(one.violation(Kind.STATE_DIFFERS, "is in the log and not in command_state"));
            return;
        }
        StateRow row = one.row().get();
        if (row.terminal() != status.isPresent()
                || status.filter(word -> !word.equals(row.status())).isPresent()) {
            found.add(one.violation(
                    Kind.STATE_DIFFERS,
                    "is " + row.status() + " in command_state and " + status.orElse("not ended") + " in the log"));
        }
        if (row.logSeq() != one.command().get().seq()) {
            found.add(one.violation(Kind.STATE_DIFFERS, "has another log_seq in command_state than in the log"));
        }
        if (row.conflicts() > 0) {
            found.add(one.violation(Kind.CONTRADICTION, "has " + row.conflicts() + " conflicts in command_state"));
        }
    }

    private void summaries() {
        if (!evidence.losses().any()) {
            evidence.proof().forEach(row -> say(Kind.PROOF, "delivery_proof has a row", List.of(row)));
        }
        evidence.differences()
                .forEach(line -> say(Kind.REBUILD_DIFFERS, "a fresh fold of the log gives other rows", List.of(line)));
    }

    private void say(Kind kind, String words, List<String> history) {
        found.add(new Violation(kind, Optional.empty(), words, history));
    }
}
