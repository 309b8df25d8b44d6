package io.steward.controller.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.enrol.PresenceRule.Notice;
import io.steward.controller.read.NodePresence;
import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresenceRuleTest {
    private static final NodeName SHIP1 = NodeName.of("ship1");
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private static Optional<Notice> decide(boolean online, Optional<Boolean> told, Optional<Instant> seen) {
        return PresenceRule.decide(new NodePresence(SHIP1, online, told, seen));
    }

    @Test
    void what_the_log_knows_is_not_told_again() {
        assertThat(decide(true, Optional.of(true), Optional.of(NINE))).isEmpty();
        assertThat(decide(false, Optional.of(false), Optional.of(NINE))).isEmpty();
        assertThat(decide(false, Optional.empty(), Optional.of(NINE))).isEmpty();
        assertThat(decide(false, Optional.of(true), Optional.empty())).isEmpty();
    }

    @Test
    void a_change_is_told_under_an_id_that_every_controller_would_choose() {
        Notice came = decide(true, Optional.empty(), Optional.of(NINE)).orElseThrow();
        Notice went = decide(false, Optional.of(true), Optional.of(NINE)).orElseThrow();
        assertThat(came.online()).isTrue();
        assertThat(went.online()).isFalse();
        assertThat(went.messageId()).isEqualTo("connection.ship1.offline." + NINE.toEpochMilli());
        assertThat(came.messageId()).isNotEqualTo(went.messageId());
        assertThat(decide(false, Optional.of(true), Optional.of(NINE)).orElseThrow())
                .isEqualTo(went);
    }
}
