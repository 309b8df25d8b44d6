package io.steward.model.fold;

import static io.steward.model.Examples.ID;
import static io.steward.model.Examples.NINE;
import static io.steward.model.Examples.SHELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.Examples;
import io.steward.model.command.Ack;
import io.steward.model.command.Lifecycle;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandFold.Folded;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Laws of the fold over random histories: repeated, reordered, contradicting. */
class CommandFoldProperties {
    private static final int HISTORIES = 3_000;

    private record Walked(Optional<Status> from, Status to) {}

    @Test
    void whatever_the_log_holds_the_laws_stand_and_every_row_of_the_table_is_walked() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Set<Walked> walked = new HashSet<>();
        for (int i = 0; i < HISTORIES; i++) {
            history(random, walked, "seed " + seed + ", history " + i);
        }
        assertThat(walked)
                .as("seed %d", seed)
                .containsAll(Lifecycle.STEPS.stream()
                        .map(step -> new Walked(step.from(), step.to()))
                        .toList());
    }

    private static void history(SplittableRandom random, Set<Walked> walked, String where) {
        Optional<CommandState> state = Optional.empty();
        NodeTotals totals = NodeTotals.NONE;
        for (long seq = 1; seq <= 12; seq++) {
            UnaryOperator<Folded> next = next(random, seq);
            Folded folded = next.apply(new Folded(state, List.of()));
            if (folded.state().isEmpty()) {
                continue;
            }
            CommandState after = folded.state().get();
            lawsHold(state, folded, where);
            if (!folded.transitions().isEmpty()) {
                assertThat(next.apply(folded))
                        .as(where + ", repeated")
                        .isEqualTo(new Folded(folded.state(), List.of()));
            }
            totals = totals.moved(state, after);
            assertThat(totals.queued() + totals.running() + totals.succeeded() + totals.failed())
                    .as(where)
                    .isEqualTo(1);
            if (!folded.transitions().isEmpty()) {
                walked.add(new Walked(state.map(CommandState::status), after.status()));
            }
            state = Optional.of(after);
        }
    }

    private static void lawsHold(Optional<CommandState> before, Folded folded, String where) {
        CommandState after = folded.state().orElseThrow();
        List<Transition> transitions = folded.transitions();
        if (before.isEmpty()) {
            assertThat(after.status()).as(where).isEqualTo(Status.QUEUED);
            return;
        }
        CommandState was = before.get();
        if (was.status().terminal()) {
            assertThat(after.status()).as(where).isEqualTo(was.status());
            assertThat(transitions).as(where).isEmpty();
        }
        boolean moved = was.status() != after.status() || was.attempts() != after.attempts();
        assertThat(transitions.isEmpty()).as(where).isEqualTo(!moved);
        assertThat(after.conflicts()).as(where).isGreaterThanOrEqualTo(was.conflicts());
        assertThat(after.logSeq()).as(where).isEqualTo(was.logSeq());
    }

    private static UnaryOperator<Folded> next(SplittableRandom random, long seq) {
        if (random.nextInt(4) == 0) {
            LogEntry entry = Examples.entry(seq, SHELL, new byte[0]);
            return before -> CommandFold.command(before.state(), Examples.uname(), entry);
        }
        Status[] statuses = {Status.DELIVERED, Status.STARTED, Status.values()[random.nextInt(Status.values().length)]};
        Status status = statuses[random.nextInt(statuses.length)];
        int attempt = status == Status.STARTED ? 1 + random.nextInt(2) : random.nextInt(3);
        LogEntry entry = Examples.entry(seq, SHELL.ack(), new byte[0]);
        Ack ack = Examples.ack(ID, status, attempt, NINE.plusSeconds(seq));
        return before -> CommandFold.ack(before.state(), SHELL.ack(), ack, entry);
    }
}
