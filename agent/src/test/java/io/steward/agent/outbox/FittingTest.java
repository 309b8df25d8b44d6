package io.steward.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.wire.Codec;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittingTest {
    private static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private static byte[] ack(String stdout) {
        Output output = new Output(stdout, "", 5_000_000, 7, false);
        return Codec.encode(new Ack(
                CommandId.from(NINE, 1, 1),
                Status.SUCCEEDED,
                NINE,
                Optional.of(NINE),
                Optional.of(NINE),
                1,
                Optional.of(0),
                output,
                Optional.empty()));
    }

    @Test
    void output_that_grows_when_it_is_escaped_is_cut_in_the_middle_and_says_so() throws Exception {
        byte[] large = ack("head" + "\u0001".repeat(250_000) + "tail");
        byte[] fitted = Fitting.fitted(large, 1_000_000);
        assertThat(large.length).isGreaterThan(1_000_000);
        assertThat(fitted.length).isLessThanOrEqualTo(1_000_000);
        Output cut = Codec.decodeAck(fitted).output();
        assertThat(cut.truncated()).isTrue();
        assertThat(cut.stdout()).startsWith("head").endsWith("tail").contains("…");
        assertThat(cut.stdoutBytes()).isEqualTo(5_000_000);
        assertThat(cut.stderrBytes()).isEqualTo(7);
    }

    @Test
    void what_an_error_says_is_cut_as_well() throws Exception {
        byte[] large = Codec.encode(new Ack(
                CommandId.from(NINE, 1, 1),
                Status.REJECTED,
                NINE,
                Optional.of(NINE),
                Optional.empty(),
                0,
                Optional.empty(),
                Output.NONE,
                Optional.of(new Fault("wrong-issuer", "語".repeat(400_000)))));
        byte[] fitted = Fitting.fitted(large, 1_000_000);
        assertThat(large.length).isGreaterThan(1_000_000);
        assertThat(fitted.length).isLessThanOrEqualTo(1_000_000);
        assertThat(Codec.decodeAck(fitted).error().orElseThrow().code()).isEqualTo("wrong-issuer");
    }

    @Test
    void a_character_of_two_halves_is_never_split() throws Exception {
        byte[] fitted = Fitting.fitted(ack("🚢".repeat(100_000)), 60_000);
        assertThat(Codec.decodeAck(fitted).output().stdout()).doesNotContain("\uFFFD", "?");
        assertThat(fitted.length).isLessThanOrEqualTo(60_000);
    }
}
