package io.steward.model.fold;

import static io.steward.model.Examples.ID;
import static io.steward.model.Examples.NINE;
import static io.steward.model.Examples.SHELL;
import static io.steward.model.Examples.SHIP1;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.Examples;
import io.steward.model.command.Ack;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandFold.Folded;
import io.steward.model.subject.Subject;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandFoldTest {
    @Test
    void a_command_is_queued_once_the_log_has_it() {
        Folded folded = queued();

        assertThat(folded.state().orElseThrow().status()).isEqualTo(Status.QUEUED);
        assertThat(folded.state().orElseThrow().logSeq()).isEqualTo(1);
        assertThat(folded.transitions()).extracting(Transition::status).containsExactly(Status.QUEUED);
    }

    @Test
    void a_terminal_ack_tells_the_whole_story_alone() {
        CommandState state = queued().state().orElseThrow();

        Folded folded = told(state, Status.SUCCEEDED, 1, 2);

        assertThat(folded.transitions())
                .extracting(Transition::status, Transition::at, Transition::logSeq)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Status.DELIVERED, NINE.plusSeconds(1), 2L),
                        org.assertj.core.groups.Tuple.tuple(Status.STARTED, NINE.plusSeconds(2), 2L),
                        org.assertj.core.groups.Tuple.tuple(Status.SUCCEEDED, NINE.plusSeconds(10), 2L));
        CommandState ended = folded.state().orElseThrow();
        assertThat(ended.deliveredAt()).contains(NINE.plusSeconds(1));
        assertThat(ended.startedAt()).contains(NINE.plusSeconds(2));
        assertThat(ended.finishedAt()).contains(NINE.plusSeconds(10));
    }

    @Test
    void a_step_that_was_told_before_is_not_told_again_by_the_end() {
        CommandState state = queued().state().orElseThrow();
        state = told(state, Status.DELIVERED, 0, 2).state().orElseThrow();
        state = told(state, Status.STARTED, 1, 3).state().orElseThrow();

        assertThat(told(state, Status.FAILED, 1, 4).transitions())
                .extracting(Transition::status)
                .containsExactly(Status.FAILED);
    }

    @Test
    void a_status_never_moves_backwards() {
        CommandState ended = told(queued().state().orElseThrow(), Status.SUCCEEDED, 1, 2)
                .state()
                .orElseThrow();

        assertThat(told(ended, Status.STARTED, 1, 3).state()).contains(ended);
        assertThat(told(ended, Status.DELIVERED, 0, 4).state()).contains(ended);
    }

    @Test
    void a_second_different_end_is_counted_and_changes_nothing_else() {
        CommandState ended = told(queued().state().orElseThrow(), Status.SUCCEEDED, 1, 2)
                .state()
                .orElseThrow();

        Folded folded = told(ended, Status.FAILED, 1, 3);

        assertThat(folded.transitions()).isEmpty();
        assertThat(folded.state()).contains(ended.contradicted());
        assertThat(folded.state().orElseThrow().conflicts()).isEqualTo(1);
    }

    @Test
    void the_same_end_again_is_no_contradiction() {
        CommandState ended = told(queued().state().orElseThrow(), Status.FAILED, 1, 2)
                .state()
                .orElseThrow();

        assertThat(told(ended, Status.FAILED, 1, 3).state()).contains(ended);
    }

    @Test
    void a_second_start_counts_as_an_attempt() {
        CommandState running = told(queued().state().orElseThrow(), Status.STARTED, 1, 2)
                .state()
                .orElseThrow();

        Folded again = told(running, Status.STARTED, 2, 3);

        assertThat(again.state().orElseThrow().attempts()).isEqualTo(2);
        assertThat(again.transitions()).extracting(Transition::status).containsExactly(Status.STARTED);
        assertThat(told(again.state().orElseThrow(), Status.STARTED, 1, 4).transitions())
                .isEmpty();
    }

    @Test
    void an_ack_from_another_node_is_a_contradiction() {
        CommandState state = queued().state().orElseThrow();
        Subject forged =
                Subject.command(SHIP1, "shellcommand", "operatingsystem").ack();
        Ack ack = Examples.ack(ID, Status.SUCCEEDED, 1, NINE);

        Folded folded = CommandFold.ack(Optional.of(state), forged, ack, Examples.entry(2, forged, new byte[0]));

        assertThat(folded.state()).contains(state.contradicted());
    }

    @Test
    void an_ack_without_its_command_makes_no_state() {
        Ack ack = Examples.ack(ID, Status.SUCCEEDED, 1, NINE);

        assertThat(CommandFold.ack(Optional.empty(), SHELL.ack(), ack, Examples.entry(2, SHELL.ack(), new byte[0])))
                .isEqualTo(new Folded(Optional.empty(), java.util.List.of()));
    }

    @Test
    void the_same_command_again_changes_nothing_and_another_one_under_its_id_is_a_contradiction() {
        CommandState state = queued().state().orElseThrow();
        Subject elsewhere = Subject.command(SHIP1, "shellcommand", "operatingsystem");

        assertThat(CommandFold.command(Optional.of(state), Examples.uname(), Examples.entry(9, SHELL, new byte[0]))
                        .state())
                .contains(state);
        assertThat(CommandFold.command(
                                Optional.of(state),
                                Examples.command(ID, elsewhere),
                                Examples.entry(9, elsewhere, new byte[0]))
                        .state())
                .contains(state.contradicted());
    }

    private static Folded queued() {
        return CommandFold.command(Optional.empty(), Examples.uname(), Examples.entry(1, SHELL, new byte[0]));
    }

    private static Folded told(CommandState before, Status status, int attempt, long seq) {
        Ack ack = Examples.ack(ID, status, attempt, NINE.plusSeconds(10));
        return CommandFold.ack(Optional.of(before), SHELL.ack(), ack, Examples.entry(seq, SHELL.ack(), new byte[0]));
    }
}
