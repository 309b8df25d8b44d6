package io.steward.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.journal.Outgoing;
import io.steward.agent.journal.Owed;
import io.steward.model.command.CommandId;
import io.steward.model.subject.Subject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HoldingTest {
    private static final long MOST = 20;
    private static final CommandId FIRST = CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");
    private static final CommandId SECOND = CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f61");

    private final Holding holding = new Holding(MOST);

    @Test
    void an_end_right_behind_is_told_alone_and_settles_what_it_carries() {
        Owed end = ack(3, FIRST, "SUCCEEDED", true);

        assertThat(holding.free(
                        List.of(ack(1, FIRST, "DELIVERED", false), ack(2, FIRST, "STARTED", false), end), false, 0))
                .containsExactly(end);
        assertThat(holding.settledWith(end)).containsExactly(1L, 2L);
        assertThat(holding.settledWith(end)).isEmpty();
    }

    @Test
    void the_newest_waits_a_moment_for_its_end_and_no_longer() {
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed started = ack(2, FIRST, "STARTED", false);

        assertThat(holding.free(List.of(delivered), false, 0)).isEmpty();
        assertThat(holding.rest(1000, 5)).isEqualTo(15);
        assertThat(holding.free(List.of(delivered, started), false, 15)).isEmpty();
        assertThat(holding.free(List.of(delivered, started), false, 20)).containsExactly(delivered);
        assertThat(holding.free(List.of(started), false, 35)).containsExactly(started);
        assertThat(holding.rest(1000, 35)).isEqualTo(1000);
    }

    @Test
    void behind_one_that_is_not_confirmed_the_newest_waits_for_that_or_for_its_end() {
        Holding atOnce = new Holding(0);
        Owed started = ack(2, FIRST, "STARTED", false);
        Owed end = ack(3, FIRST, "SUCCEEDED", true);

        assertThat(atOnce.free(List.of(ack(1, FIRST, "DELIVERED", false)), false, 0))
                .hasSize(1);
        assertThat(atOnce.free(List.of(started), true, 1)).isEmpty();
        assertThat(atOnce.rest(Long.MAX_VALUE, 2)).isEqualTo(Holding.LONGEST - 1);
        assertThat(atOnce.free(List.of(started), true, 1 + Holding.LONGEST)).containsExactly(started);
        assertThat(atOnce.free(List.of(started), false, 2)).containsExactly(started);
        assertThat(atOnce.free(List.of(started, end), true, 2)).containsExactly(end);
    }

    @Test
    void nothing_waits_that_has_an_end_of_another_behind_it() {
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed end = ack(2, SECOND, "SUCCEEDED", true);
        Owed started = ack(3, FIRST, "STARTED", false);

        assertThat(holding.free(List.of(delivered, end, started), false, 0)).containsExactly(delivered, end);
        assertThat(holding.settledWith(end)).isEmpty();
    }

    @Test
    void what_is_told_anew_is_held_anew() {
        Owed delivered = ack(1, FIRST, "DELIVERED", false);
        Owed end = ack(2, FIRST, "SUCCEEDED", true);
        holding.free(List.of(delivered, end), false, 0);
        holding.startOver();

        assertThat(holding.settledWith(end)).isEmpty();
        assertThat(holding.free(List.of(delivered), false, 100)).isEmpty();
        assertThat(holding.free(List.of(delivered, end), false, 101)).containsExactly(end);
        assertThat(holding.settledWith(end)).containsExactly(1L);
    }

    private static Owed ack(long number, CommandId id, String status, boolean end) {
        Subject subject = Subject.parse("ship1.ack.shellcommand.operatingsystem");
        Outgoing message = new Outgoing(subject, id + "." + status + ".1", new byte[] {1}, true);
        return new Owed(number, message, end ? Optional.of(id) : Optional.empty());
    }
}
