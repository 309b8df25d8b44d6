package io.steward.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandIdTest {
    /** RFC 9562, appendix A.6. */
    @Test
    void the_example_of_the_rfc_comes_out_of_its_parts() {
        Instant moment = Instant.parse("2022-02-22T19:22:22.000Z");

        assertThat(CommandId.from(moment, 0xCC3, 0x18C4DC0C0C07398FL).value())
                .isEqualTo("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    @Test
    void any_moment_and_any_bits_make_a_valid_id_that_sorts_by_time() {
        SplittableRandom random = new SplittableRandom(7);
        CommandId before = CommandId.from(Instant.EPOCH, 0, 0);
        for (int i = 1; i < 1_000; i++) {
            CommandId id = CommandId.from(Instant.ofEpochMilli(i * 1_000_003L), random.nextLong(), random.nextLong());
            assertThat(UUID.fromString(id.value()).version()).isEqualTo(7);
            assertThat(id).isGreaterThan(before);
            before = id;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "017f22e2-79b0-4cc3-98c4-dc0c0c07398f",
                "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
                "017f22e279b07cc398c4dc0c0c07398f",
                "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
                "017f22e2-79b0-7cc3-98c4-dc0c0c07398f "
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> CommandId.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not allowed: use a UUID of version 7");
    }
}
