package io.steward.controller.intake;

import java.util.Map;

/** A request that is refused, on its way to whoever answers it. Carries no stack trace: it is an answer, not a fault. */
final class Refusal extends RuntimeException {
    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    static Refusal badField(String field, String value, String allowed) {
        return new Refusal(Problem.badField(
                field, "field \"" + field + "\" \"" + Shown.of(value) + "\" is not allowed: use " + allowed));
    }

    static Refusal missing(String field, String allowed) {
        return new Refusal(Problem.badField(field, "field \"" + field + "\" is missing: use " + allowed));
    }

    static Refusal notFound(String what, String name) {
        return new Refusal(new Problem(
                        404,
                        "unknown-" + what,
                        "There is no such " + what,
                        what + " \"" + Shown.of(name) + "\" is not known here")
                .with(Map.of(what, name)));
    }

    Problem problem() {
        return problem;
    }
}
