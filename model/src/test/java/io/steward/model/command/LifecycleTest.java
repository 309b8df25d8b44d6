package io.steward.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {
    @ParameterizedTest
    @EnumSource(Status.class)
    void every_status_is_reached_by_a_row(Status status) {
        assertThat(Lifecycle.STEPS).anyMatch(step -> step.to() == status);
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void a_status_is_terminal_exactly_if_no_row_leaves_it(Status status) {
        boolean left = Lifecycle.STEPS.stream()
                .anyMatch(step -> step.from().filter(status::equals).isPresent());

        assertThat(left).isEqualTo(!status.terminal());
    }

    @Test
    void what_advances_is_what_can_be_reached() {
        assertThat(advancesFrom(Status.QUEUED)).isEqualTo(EnumSet.complementOf(EnumSet.of(Status.QUEUED)));
        assertThat(advancesFrom(Status.DELIVERED))
                .isEqualTo(EnumSet.complementOf(EnumSet.of(Status.QUEUED, Status.DELIVERED)));
        assertThat(advancesFrom(Status.STARTED))
                .isEqualTo(EnumSet.of(
                        Status.SUCCEEDED,
                        Status.FAILED,
                        Status.TIMED_OUT,
                        Status.CANCELED,
                        Status.INTERRUPTED,
                        Status.LOST));
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"QUEUED", "DELIVERED", "STARTED"})
    void nothing_moves_a_finished_command(Status terminal) {
        assertThat(advancesFrom(terminal)).isEmpty();
    }

    @Test
    void only_the_controller_says_lost_and_only_the_log_says_queued() {
        assertThat(Lifecycle.STEPS)
                .allMatch(step -> (step.to() == Status.LOST) == (step.speaker() == Speaker.CONTROLLER));
        assertThat(Lifecycle.STEPS).allMatch(step -> (step.to() == Status.QUEUED) == (step.speaker() == Speaker.LOG));
    }

    private static Set<Status> advancesFrom(Status from) {
        Set<Status> reached = EnumSet.noneOf(Status.class);
        for (Status to : Status.values()) {
            if (Lifecycle.advances(from, to)) {
                reached.add(to);
            }
        }
        return reached;
    }
}
