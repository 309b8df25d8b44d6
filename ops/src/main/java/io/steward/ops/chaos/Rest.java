package io.steward.ops.chaos;

import io.steward.ops.chaos.load.Ledger;
import io.steward.ops.chaos.plan.ChaosPlan;
import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The time after a storm until every request is answered and every command has ended, as far as the controller knows. */
final class Rest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration LOOKED_AT = Duration.ofSeconds(60);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);

    private final ControllerApi api;
    private final ChaosPlan plan;
    private final Ledger ledger;
    private final Optional<Operator> operator;
    private final Consumer<String> say;
    private boolean asked;

    /** @param operator who looks again at what stays open; empty: nothing may */
    Rest(ControllerApi api, ChaosPlan plan, Ledger ledger, Optional<Operator> operator, Consumer<String> say) {
        this.api = api;
        this.plan = plan;
        this.ledger = ledger;
        this.operator = operator;
        this.say = say;
    }

    /** Returns when there is rest, or the patience has ended. */
    void await() throws InterruptedException {
        long began = System.nanoTime();
        long told = began;
        while (System.nanoTime() - began < PATIENCE.toNanos()) {
            int unanswered = unanswered();
            String unfinished = unfinished();
            if (unanswered == 0 && unfinished.equals("0")) {
                return;
            }
            if (unanswered == 0 && System.nanoTime() - began > LOOKED_AT.toNanos()) {
                lookAgain();
            }
            if (System.nanoTime() - told > BETWEEN_WORDS.toNanos()) {
                told = System.nanoTime();
                say.accept("waiting for rest: " + unanswered + " requests without answer, " + unfinished
                        + " commands without end");
            }
            TimeUnit.MILLISECONDS.sleep(300);
        }
        say.accept("no rest within " + PATIENCE.toSeconds() + " s; checking what there is");
    }

    private void lookAgain() {
        if (operator.isPresent() && !asked) {
            asked = operator.get().askAgain();
        }
    }

    private int unanswered() {
        long accepted = ledger.accepted().stream()
                .map(one -> one.errand().number())
                .distinct()
                .count();
        return plan.errands().size() - (int) accepted - ledger.refused().size();
    }

    private String unfinished() {
        try {
            List<Map<String, String>> rows =
                    api.rows("select count(*) as open from command_state where not terminal order by 1");
            return rows.get(0).getOrDefault("open", rows.get(0).getOrDefault("OPEN", "?"));
        } catch (IOException e) {
            return "an unknown number of";
        }
    }
}
