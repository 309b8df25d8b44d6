package io.steward.agent.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Stop;
import io.steward.model.command.Fault;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    @ParameterizedTest
    @CsvSource({
        // exit, fault, stopped, asked, end
        "0, false, false, , SUCCEEDED",
        "3, false, false, , FAILED",
        ", true, false, , FAILED",
        "0, true, false, , FAILED",
        ", false, true, TIMEOUT, TIMED_OUT",
        "137, false, true, TIMEOUT, TIMED_OUT",
        "137, false, true, CANCEL, CANCELED",
        "137, false, true, , TIMED_OUT",
        "0, false, false, TIMEOUT, SUCCEEDED",
        "3, false, false, CANCEL, FAILED",
    })
    void an_end_follows_from_the_outcome_and_the_reason_to_stop(
            Integer exit, boolean fault, boolean stopped, Stop.Reason asked, Status end) {
        Outcome outcome = new Outcome(
                Optional.ofNullable(exit),
                Output.NONE,
                fault ? Optional.of(new Fault("x", "y")) : Optional.empty(),
                stopped);
        assertThat(Ending.status(outcome, Optional.ofNullable(asked))).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        // may have run, on crash, stopped, attempt of 3, then
        "false, REPORT, false, 1, RUN",
        "false, REPEAT, false, 3, RUN",
        "false, REPORT, true, 1, CANCEL",
        "true, REPORT, false, 1, INTERRUPT",
        "true, REPEAT, false, 1, RUN",
        "true, REPEAT, false, 2, RUN",
        "true, REPEAT, false, 3, INTERRUPT",
        "true, REPEAT, true, 1, INTERRUPT",
    })
    void what_follows_a_crash_is_decided_by_what_is_known(
            boolean mayHaveRun, OnCrash onCrash, boolean stopped, int attempt, Recovering then) {
        assertThat(Recovering.decide(mayHaveRun, onCrash, stopped, attempt, 3)).isEqualTo(then);
    }
}
