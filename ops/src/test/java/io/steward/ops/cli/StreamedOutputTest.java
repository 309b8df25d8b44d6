package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.cli.StreamedOutput.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StreamedOutputTest {
    private final StreamedOutput output = new StreamedOutput();

    @Test
    void pieces_in_order_are_shown_at_once() {
        assertThat(output.take(piece(0, "stdout", 0, "one\n"))).containsExactly(new Piece(false, "one\n"));
        assertThat(output.take(piece(1, "stderr", 0, "two\n"))).containsExactly(new Piece(true, "two\n"));
        assertThat(output.rest(ended("one\n", "two\n"))).isEmpty();
    }

    @Test
    void a_piece_that_comes_again_is_not_shown_again() {
        output.take(piece(0, "stdout", 0, "one\n"));
        assertThat(output.take(piece(0, "stdout", 0, "one\n"))).isEmpty();
    }

    @Test
    void what_was_never_streamed_comes_from_the_last_ack() {
        output.take(piece(0, "stdout", 0, "é one\n"));
        output.take(piece(2, "stdout", 13, "three\n"));
        assertThat(output.rest(ended("é one\ntwo 2\nthree\n", ""))).containsExactly(new Piece(false, "two 2\nthree\n"));
        assertThat(output.take(piece(1, "stdout", 7, "two 2\n"))).isEmpty();
    }

    @Test
    void an_output_too_long_for_an_ack_is_shown_as_far_as_it_was_streamed() {
        output.take(piece(0, "stdout", 0, "head"));
        Map<String, @Nullable Object> end =
                Map.of("stdout", "head … tail", "stdout_bytes", 1000L, "stderr_bytes", 0L, "truncated", true);
        assertThat(output.complete(end)).isFalse();
        assertThat(output.rest(end)).containsExactly(new Piece(true, "[996 bytes were not streamed]\n"));
    }

    @Test
    void whatever_is_lost_doubled_or_late_everything_is_shown_once() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Map<String, @Nullable Object>> pieces = new ArrayList<>();
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                String text = "line " + i + " ü" + "x".repeat(random.nextInt(5)) + "\n";
                pieces.add(piece(i, "stdout", all.toString().getBytes(StandardCharsets.UTF_8).length, text));
                all.append(text);
            }
            List<Map<String, @Nullable Object>> arriving = new ArrayList<>(pieces);
            arriving.removeIf(piece -> random.nextInt(4) == 0);
            arriving.addAll(arriving.subList(0, arriving.size() / 2));
            Collections.shuffle(arriving, random);
            StreamedOutput streamed = new StreamedOutput();
            List<Piece> shown = new ArrayList<>();
            arriving.forEach(piece -> shown.addAll(streamed.take(piece)));
            shown.addAll(streamed.rest(ended(all.toString(), "")));
            assertThat(shown.stream().map(Piece::text).collect(Collectors.joining()))
                    .as("seed %d", seed)
                    .isEqualTo(all.toString());
        }
    }

    private static Map<String, @Nullable Object> piece(long seq, String stream, long offset, String text) {
        return Map.of("seq", seq, "stream", stream, "offset", offset, "text", text);
    }

    private static Map<String, @Nullable Object> ended(String stdout, String stderr) {
        return Map.of(
                "stdout",
                stdout,
                "stderr",
                stderr,
                "stdout_bytes",
                (long) stdout.getBytes(StandardCharsets.UTF_8).length,
                "stderr_bytes",
                (long) stderr.getBytes(StandardCharsets.UTF_8).length,
                "truncated",
                false);
    }
}
