package io.steward.controller.enrol;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.projection.Entries;
import io.steward.model.subject.NodeName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BrakesTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    private static final Duration LIFE = Duration.ofDays(90);

    private final Brakes brakes = new Brakes();

    @Test
    void a_flood_of_claims_is_told_of_by_a_few_each_minute() {
        int told = 0;
        for (int i = 0; i < 1000; i++) {
            told += brakes.tellsClaim(NINE.plusMillis(i)) ? 1 : 0;
        }
        assertThat(told).isEqualTo(Brakes.CLAIMS_A_MINUTE);
        assertThat(brakes.tellsClaim(NINE.plusSeconds(60))).isTrue();
    }

    @Test
    void a_node_that_asks_without_end_is_renewed_now_and_then_and_no_other_waits_for_it() {
        assertThat(brakes.renews(Entries.SHIP1, LIFE, NINE)).isTrue();
        assertThat(brakes.renews(Entries.SHIP1, LIFE, NINE.plusSeconds(60))).isFalse();
        assertThat(brakes.renews(NodeName.of("ship2"), LIFE, NINE.plusSeconds(60)))
                .isTrue();
        assertThat(brakes.renews(Entries.SHIP1, LIFE, NINE.plus(Duration.ofMinutes(30))))
                .isTrue();
    }

    @Test
    void short_lives_are_renewed_more_often() {
        Duration life = Duration.ofSeconds(9);
        assertThat(brakes.renews(Entries.SHIP1, life, NINE)).isTrue();
        assertThat(brakes.renews(Entries.SHIP1, life, NINE.plusMillis(400))).isFalse();
        assertThat(brakes.renews(Entries.SHIP1, life, NINE.plusMillis(1000))).isTrue();
    }
}
