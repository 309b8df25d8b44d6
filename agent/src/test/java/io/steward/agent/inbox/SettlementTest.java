package io.steward.agent.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettlementTest {
    @ParameterizedTest
    @CsvSource({
        "JOURNALED, Ack",
        "KNOWN_ALREADY, Ack",
        "UNREADABLE, Term",
        "NOT_OURS, Term",
        "DISK_FULL, Nak",
        "BUSY, Nak"
    })
    void every_receipt_has_its_one_word(Receipt.Kind kind, String word) {
        Settlement settlement = Settlement.of(new Receipt(kind, "code", "why"), 1);
        assertThat(settlement.getClass().getSimpleName()).isEqualTo(word);
    }

    @Test
    void the_table_above_has_every_kind() {
        Set<Receipt.Kind> all = EnumSet.allOf(Receipt.Kind.class);
        assertThat(all).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({"1, PT1S", "2, PT2S", "4, PT8S", "6, PT20S", "1000000, PT20S"})
    void a_refused_one_comes_again_later_and_later(long deliveries, Duration after) {
        assertThat(Settlement.of(Receipt.of(Receipt.Kind.BUSY), deliveries)).isEqualTo(new Settlement.Nak(after));
    }

    @Test
    void a_reason_is_one_short_line() {
        Settlement term = Settlement.of(new Receipt(Receipt.Kind.UNREADABLE, "x", "a\r\nb" + "c".repeat(999)), 1);
        assertThat(((Settlement.Term) term).reason()).startsWith("a  bccc").hasSize(200);
    }
}
