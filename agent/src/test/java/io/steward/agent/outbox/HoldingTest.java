package io.steward.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.journal.Outgoing;
import io.steward.agent.journal.Owed;
import io.steward.model.command.CommandId;
import io.steward.model.subject.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class HoldingTest {
    private static final long MOST = 20;
    private static final CommandId FIRST = CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");
    private static final CommandId SECOND = CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f61");

    private final Holding holding = new Holding(MOST);

    @Test
    void an_end_right_behind_is_told_alone_and_settles_what_it_carries() {
        Owed end = ack(3, FIRST, "SUCCEEDED", true);

        assertThat(free(0, ack(1, FIRST, "DELIVERED", false), ack(2, FIRST, "STARTED", false), end))
                .containsExactly(end);
        assertThat(holding.settledWith(end)).containsExactly(1L, 2L);
        assertThat(holding.settledWith(end)).isEmpty();
    }

    @Test
    void one_waits_a_moment_for_its_end_and_no_longer() {
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed started = ack(2, FIRST, "STARTED", false);

        assertThat(free(0, delivered)).isEmpty();
        assertThat(holding.rest(1000, 5)).isEqualTo(15);
        assertThat(free(15, started)).isEmpty();
        assertThat(free(20)).containsExactly(delivered);
        assertThat(holding.rest(1000, 20)).isEqualTo(15);
        assertThat(free(35)).containsExactly(started);
        assertThat(holding.rest(1000, 35)).isEqualTo(1000);
    }

    @Test
    void an_end_waits_for_nothing_of_another() {
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed other = ack(2, SECOND, "SUCCEEDED", true);
        Owed end = ack(3, FIRST, "SUCCEEDED", true);

        assertThat(free(0, delivered, other)).containsExactly(other);
        assertThat(holding.settledWith(other)).isEmpty();
        assertThat(free(1, end)).containsExactly(end);
        assertThat(holding.settledWith(end)).containsExactly(1L);
    }

    @Test
    void with_nothing_set_one_command_alone_tells_each() {
        Holding unset = new Holding(0);
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed started = ack(2, FIRST, "STARTED", false);

        assertThat(unset.free(List.of(delivered), List.of(), 0)).containsExactly(delivered);
        assertThat(unset.free(List.of(started), List.of(delivered), 1)).containsExactly(started);
        assertThat(unset.rest(1000, 1)).isEqualTo(1000);
    }

    @Test
    void with_nothing_set_one_of_several_commands_waits_a_moment_for_its_end() {
        Holding unset = new Holding(0);
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed next = ack(2, SECOND, "DELIVERED", false);
        Owed end = ack(3, FIRST, "SUCCEEDED", true);

        assertThat(unset.free(List.of(delivered, next), List.of(), 0)).isEmpty();
        assertThat(unset.free(List.of(end), List.of(), 1)).containsExactly(end);
        assertThat(unset.settledWith(end)).containsExactly(1L);
        assertThat(unset.free(List.of(), List.of(end), Holding.MOMENT - 1)).isEmpty();
        assertThat(unset.free(List.of(), List.of(end), Holding.MOMENT)).containsExactly(next);
    }

    @Test
    void what_waits_goes_once_it_is_the_only_command() {
        Holding unset = new Holding(0);
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed other = ack(2, SECOND, "SUCCEEDED", true);

        assertThat(unset.free(List.of(delivered), List.of(other), 0)).isEmpty();
        assertThat(unset.free(List.of(), List.of(), 1)).containsExactly(delivered);
    }

    @Test
    void with_nothing_set_one_waits_for_its_end_as_long_as_a_busy_log_took_and_not_above_a_second() {
        Holding unset = new Holding(0);
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed started = ack(2, FIRST, "STARTED", false);
        Owed end = ack(3, FIRST, "SUCCEEDED", true);

        unset.took(2 * Holding.BUSY);
        assertThat(unset.free(List.of(delivered), List.of(), 0)).isEmpty();
        assertThat(unset.free(List.of(), List.of(), 2 * Holding.BUSY)).containsExactly(delivered);
        unset.took(Long.MAX_VALUE);
        assertThat(unset.free(List.of(started), List.of(), 0)).isEmpty();
        assertThat(unset.rest(Long.MAX_VALUE, 0)).isEqualTo(Holding.LONGEST);
        assertThat(unset.free(List.of(end), List.of(), 1)).containsExactly(end);
        unset.took(Holding.BUSY);
        assertThat(unset.free(List.of(started), List.of(), 0)).containsExactly(started);
    }

    @Test
    void no_more_than_many_wait() {
        List<Owed> many = IntStream.rangeClosed(0, Holding.MANY)
                .mapToObj(number -> ack(number, number % 2 == 0 ? FIRST : SECOND, "DELIVERED", false))
                .toList();

        assertThat(holding.free(many, List.of(), 0)).isEqualTo(many);
        assertThat(holding.size()).isZero();
    }

    @Test
    void what_is_told_anew_is_held_anew() {
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed end = ack(2, FIRST, "SUCCEEDED", true);
        free(0, delivered, end);
        holding.startOver();

        assertThat(holding.settledWith(end)).isEmpty();
        assertThat(free(100, delivered)).isEmpty();
        assertThat(free(101, end)).containsExactly(end);
        assertThat(holding.settledWith(end)).containsExactly(1L);
    }

    private List<Owed> free(long now, Owed... owed) {
        return holding.free(List.of(owed), List.of(), now);
    }

    private static Owed ack(long number, CommandId id, String status, boolean end) {
        Subject subject = Subject.parse("ship1.ack.shellcommand.operatingsystem");
        Outgoing message = new Outgoing(subject, id + "." + status + ".1", new byte[] {1}, true);
        return new Owed(number, message, end ? Optional.of(id) : Optional.empty());
    }
}
