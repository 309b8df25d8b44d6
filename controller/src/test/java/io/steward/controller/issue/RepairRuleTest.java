package io.steward.controller.issue;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.issue.RepairRule.Known;
import io.steward.controller.issue.RepairRule.Limits;
import io.steward.controller.issue.RepairRule.Verdict;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RepairRuleTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final Instant TEN = Instant.parse("2026-11-22T10:00:00Z");
    private static final Limits LIMITS = new Limits(Duration.ofDays(7), Duration.ofDays(90));
    private static final Optional<String> OLD = Optional.of("old");
    private static final Optional<String> NEW = Optional.of("new");
    private static final Known LOST = new Known(false, false, OLD, Optional.empty());

    private static CommandState state(Status status, OnCrash onCrash, Optional<String> journal, Instant endedAt) {
        Command command = new Command(
                CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60"),
                Subject.command(NodeName.of("ship1"), "shellcommand", "operatingsystem"),
                "alice",
                NINE,
                Optional.empty(),
                Optional.empty(),
                onCrash,
                false,
                new Args(Map.of("argv", List.of("true"))),
                Optional.empty(),
                Optional.empty());
        return new CommandState(
                command,
                "COMMANDS",
                7,
                NINE,
                status,
                Optional.empty(),
                Optional.empty(),
                status.terminal() ? Optional.of(endedAt) : Optional.empty(),
                1,
                Optional.empty(),
                0,
                journal.map(name -> new Journaled(name, OptionalLong.of(3))));
    }

    private static CommandState state(Status status, Optional<String> journal) {
        return state(status, OnCrash.REPORT, journal, NINE);
    }

    private static Verdict decide(CommandState state, Known known) {
        return RepairRule.decide(state, known, LIMITS, TEN);
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void what_the_log_has_is_not_put_back(Status status) {
        Known held = new Known(true, true, NEW, Optional.of(TEN));

        assertThat(decide(state(status, OLD), held)).isEqualTo(Verdict.NOTHING);
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void an_end_that_the_log_lost_is_put_back_to_the_command_that_it_kept(Status status) {
        Known open = new Known(true, false, NEW, Optional.of(TEN));

        assertThat(decide(state(status, OLD), open)).isEqualTo(status.terminal() ? Verdict.END : Verdict.NOTHING);
    }

    @Test
    void an_ended_command_that_its_journal_surely_knows_is_put_back_with_its_end() {
        assertThat(decide(state(Status.SUCCEEDED, OLD), LOST)).isEqualTo(Verdict.COMMAND_AND_END);
    }

    @Test
    void an_ended_command_is_history_once_agents_may_have_forgotten_it() {
        CommandState state = state(Status.SUCCEEDED, OLD);
        Instant last = NINE.plus(LIMITS.remembered());

        assertThat(RepairRule.decide(state, LOST, LIMITS, last.minusMillis(1))).isEqualTo(Verdict.COMMAND_AND_END);
        assertThat(RepairRule.decide(state, LOST, LIMITS, last)).isEqualTo(Verdict.FORGOTTEN);
    }

    @Test
    void an_ended_command_of_a_journal_that_is_gone_is_history() {
        Known moved = new Known(false, false, NEW, Optional.of(TEN));

        assertThat(decide(state(Status.SUCCEEDED, OLD), moved)).isEqualTo(Verdict.FORGOTTEN);
        assertThat(decide(state(Status.REJECTED, Optional.empty()), LOST))
                .as("nobody said in which journal it was")
                .isEqualTo(Verdict.FORGOTTEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"DELIVERED", "STARTED"})
    void an_open_command_goes_back_to_the_journal_that_knows_it_and_to_no_other(Status status) {
        Known moved = new Known(false, false, NEW, Optional.of(TEN));
        Known unheard = new Known(false, false, Optional.empty(), Optional.empty());

        assertThat(decide(state(status, OLD), LOST)).isEqualTo(Verdict.COMMAND);
        assertThat(decide(state(status, OLD), moved)).isEqualTo(Verdict.DOUBTFUL);
        assertThat(decide(state(status, OLD), unheard)).isEqualTo(Verdict.DOUBTFUL);
    }

    @Test
    void a_queued_command_goes_back_unless_a_journal_went_that_may_have_received_it() {
        Known earlier = new Known(false, false, NEW, Optional.of(NINE.minusSeconds(1)));
        Known later = new Known(false, false, NEW, Optional.of(NINE.plusSeconds(1)));

        assertThat(decide(state(Status.QUEUED, Optional.empty()), LOST)).isEqualTo(Verdict.COMMAND);
        assertThat(decide(state(Status.QUEUED, Optional.empty()), earlier)).isEqualTo(Verdict.COMMAND);
        assertThat(decide(state(Status.QUEUED, Optional.empty()), later)).isEqualTo(Verdict.DOUBTFUL);
    }

    @Test
    void what_may_run_again_goes_back_whatever_became_of_the_journal() {
        Known moved = new Known(false, false, NEW, Optional.of(TEN));

        assertThat(decide(state(Status.STARTED, OnCrash.REPEAT, OLD, NINE), moved))
                .isEqualTo(Verdict.COMMAND);
        assertThat(decide(state(Status.SUCCEEDED, OnCrash.REPEAT, OLD, NINE), moved))
                .as("it is done")
                .isEqualTo(Verdict.FORGOTTEN);
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void what_is_too_old_for_the_log_left_it_in_order(Status status) {
        Instant later = NINE.plus(LIMITS.kept()).plusMillis(1);

        assertThat(RepairRule.decide(state(status, OLD), LOST, LIMITS, later)).isEqualTo(Verdict.NOTHING);
    }

    @Test
    void only_what_is_not_put_back_says_why() {
        for (Verdict verdict : Verdict.values()) {
            boolean lost = verdict == Verdict.FORGOTTEN || verdict == Verdict.DOUBTFUL;
            assertThat(verdict.why().isEmpty()).as(verdict.name()).isEqualTo(!lost);
        }
        assertThat(Verdict.FORGOTTEN.why()).contains("nothing runs again");
        assertThat(Verdict.DOUBTFUL.why()).contains("can't be known", "send it again if");
    }
}
