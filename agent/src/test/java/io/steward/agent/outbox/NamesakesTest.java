package io.steward.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.agent.outbox.Namesakes.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NamesakesTest {
    private static final Duration YOUNG = Duration.ofSeconds(1);
    private static final Duration OLD = Duration.ofHours(1);

    private final Namesakes namesakes = new Namesakes("b");

    @Test
    void one_hears_oneself_and_thinks_nothing_of_it() {
        Verdict verdict = namesakes.heard("b", OLD, OLD);
        assertThat(verdict.answer()).isFalse();
        assertThat(verdict.stays()).isEmpty();
        assertThat(verdict.goes()).isEmpty();
    }

    @Test
    void the_last_beat_of_one_that_is_gone_is_answered_and_no_more() {
        Verdict verdict = namesakes.heard("a", OLD, YOUNG);
        assertThat(verdict.answer()).isTrue();
        assertThat(verdict.goes()).isEmpty();
    }

    @Test
    void the_younger_goes_and_the_older_stays() {
        namesakes.heard("a", OLD, YOUNG);
        assertThat(namesakes.heard("a", OLD, YOUNG).goes()).contains("instance a, running for PT1H");
        namesakes.heard("c", YOUNG, OLD);
        assertThat(namesakes.heard("c", YOUNG, OLD).stays()).contains("instance c, running for PT1S");
        assertThat(namesakes.heard("c", YOUNG, OLD).answer()).isFalse();
    }

    @Test
    void of_two_of_one_age_one_stays() {
        namesakes.heard("a", OLD, OLD);
        namesakes.heard("c", OLD, OLD);
        assertThat(namesakes.heard("a", OLD, OLD).goes()).isPresent();
        assertThat(namesakes.heard("c", OLD, OLD).stays()).isPresent();
    }
}
