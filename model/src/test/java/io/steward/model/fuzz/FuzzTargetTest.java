package io.steward.model.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The room bites: planted faults of every kind are found, and told with seed and input. */
class FuzzTargetTest {
    private static final FuzzTarget PLANTED =
            FuzzTarget.of("planted", Grammar.JSON, "{\"a\":1}").inputs(300);

    @Test
    void an_undeclared_exception_is_found_and_told_with_seed_and_input() {
        assertThatThrownBy(() -> PLANTED.checkText(text -> {
                    if (text.length() > 7) {
                        throw new IllegalStateException("planted");
                    }
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("planted")
                .hasMessageContaining("-Dsteward.fuzz.seed=")
                .hasMessageContaining("bytes: ");
    }

    @Test
    void a_deep_recursion_is_found() {
        assertThatThrownBy(() -> PLANTED.checkText(text -> deep(text.length())))
                .hasMessageContaining("StackOverflowError");
    }

    @Test
    void memory_out_of_proportion_is_found() {
        assertThatThrownBy(() -> PLANTED.checkText(text -> {
                    if (text.contains("1e")) {
                        assertThat(new byte[64 << 20]).isNotEmpty();
                    }
                }))
                .hasMessageContaining("bytes of memory");
    }

    @Test
    void a_parser_that_hangs_is_found() {
        CountDownLatch never = new CountDownLatch(1);
        FuzzTarget hasty = new FuzzTarget(
                "hanging",
                Grammar.JSON,
                PLANTED.seeds(),
                PLANTED.refusals(),
                1_000,
                Duration.ofMillis(200),
                1L << 30,
                1);

        assertThatThrownBy(() -> hasty.checkText(text -> {
                    if (text.contains("true")) {
                        never.await();
                    }
                }))
                .hasMessageContaining("not done after");
    }

    @Test
    void a_refusal_that_repeats_the_input_many_times_is_found() {
        assertThatThrownBy(() -> PLANTED.refusing(IllegalArgumentException.class)
                        .checkText(text -> {
                            throw new IllegalArgumentException(text.repeat(5) + " ".repeat(2_000));
                        }))
                .hasMessageContaining("its refusal is of");
    }

    @Test
    void a_parser_that_keeps_its_word_is_left_in_peace() {
        assertThatCode(() -> PLANTED.refusing(NumberFormatException.class).checkText(text -> {
                    if (text.length() < 30) {
                        Integer.parseInt(text);
                    }
                }))
                .doesNotThrowAnyException();
    }

    @Test
    void the_same_seed_makes_the_same_inputs() {
        List<byte[]> seeds = List.of("{\"a\":1}".getBytes(UTF_8));
        Mutator one = new Mutator(Grammar.JSON, seeds, new SplittableRandom(7));
        Mutator other = new Mutator(Grammar.JSON, seeds, new SplittableRandom(7));

        for (int i = 0; i < 500; i++) {
            assertThat(one.next()).isEqualTo(other.next()).hasSizeLessThanOrEqualTo(Mutator.LONGEST);
        }
    }

    private static int deep(int from) {
        return from < 0 ? from : deep(from + 1 & Integer.MAX_VALUE) + 1;
    }
}
