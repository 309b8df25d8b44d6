package io.steward.controller.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.read.OrphanedCommand;
import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LostRuleTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(2);

    private static Optional<Ack> decide(Optional<Instant> heard) {
        return LostRule.decide(
                new OrphanedCommand(
                        CommandId.from(NINE, 1, 1),
                        Subject.parse("ship1.command.shellcommand.operatingsystem"),
                        1,
                        Optional.of(NINE),
                        Optional.of(NINE),
                        "old",
                        "new",
                        NINE,
                        heard),
                GRACE,
                NINE.plus(GRACE));
    }

    @Test
    void nothing_is_lost_before_the_node_was_there_for_the_grace() {
        assertThat(decide(Optional.empty())).isEmpty();
        assertThat(decide(Optional.of(NINE.plus(GRACE).minusMillis(1)))).isEmpty();
    }

    @Test
    void what_was_not_received_anew_by_then_is_lost_and_tells_what_is_known() {
        Ack lost = decide(Optional.of(NINE.plus(GRACE))).orElseThrow();
        assertThat(lost.status()).isEqualTo(Status.LOST);
        assertThat(lost.messageId()).endsWith(".LOST.1");
        assertThat(lost.startedAt()).contains(NINE);
        assertThat(lost.journaled()).isEmpty();
        assertThat(lost.error().orElseThrow().message()).contains("old").contains("new");
    }
}
