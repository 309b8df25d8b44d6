package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.cli.StreamedOutput.Piece;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgressTest {
    private static final Progress HALF = new Progress(4, 1, 2, 1, 2, Duration.ofSeconds(12));

    @Test
    void the_counts_add_up_and_what_is_none_is_left_out() {
        assertThat(line(HALF, 100))
                .isEqualTo("━━━━━━━━━━──────────  5/10  4 done  1 failed  2 running  1 waiting  2 away  12s");
        assertThat(line(new Progress(0, 0, 3, 0, 0, Duration.ofMillis(250)), 80))
                .isEqualTo("────────────────────  0/3  0 done  3 running  250ms");
    }

    @Test
    void a_narrow_terminal_loses_the_bar_then_the_time() {
        assertThat(line(HALF, 60)).isEqualTo("5/10  4 done  1 failed  2 running  1 waiting  2 away  12s");
        assertThat(line(HALF, 53)).isEqualTo("5/10  4 done  1 failed  2 running  1 waiting  2 away");
        assertThat(line(HALF, 20)).isEqualTo("5/10  4 done  1 fai…");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 40, 60, 80, 200})
    void it_is_never_wider_than_the_room(int room) {
        assertThat(Cells.width(line(HALF, room))).isLessThanOrEqualTo(room);
    }

    @Test
    void it_is_replaced_and_gone_and_never_part_of_the_output() {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(both, true, StandardCharsets.UTF_8);
        NodeLines lines = new NodeLines(new Terminal(Optional.of(40), true), stream, stream, List.of("ship1", "ship2"));
        VirtualScreen screen = new VirtualScreen(40, 6);
        for (int i = 1; i <= 9; i++) {
            lines.progress(new Progress(i, 0, 9 - i, 0, 0, Duration.ofSeconds(i)));
            lines.text("ship1", new Piece(false, "out " + i + "\nbegun"));
            lines.text("ship2", new Piece(true, "bad " + i + "\n"));
            lines.progress(new Progress(i, 0, 9 - i, 0, 0, Duration.ofSeconds(i)));
            if (i == 8) {
                screen.write(both.toString(StandardCharsets.UTF_8));
                both.reset();
                assertThat(screen.lines().get(5)).startsWith("8/9  8 done  1 running");
            }
        }
        lines.finish("ship1");
        lines.clear();
        screen.write(both.toString(StandardCharsets.UTF_8));
        assertThat(screen.paper())
                .hasSize(19)
                .startsWith("ship1 | out 1", "ship2 | bad 1", "ship1 | begunout 2")
                .endsWith("ship2 | bad 9", "ship1 | begun")
                .noneMatch(line -> line.contains("done") || line.contains("─"));
    }

    @Test
    void a_narrower_terminal_does_not_wrap_it() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        NodeLines lines = new NodeLines(new Terminal(Optional.of(100), false), stream, stream, List.of("ship1"));
        lines.progress(HALF);
        lines.clear();
        lines.text("ship1", new Piece(false, "hello\n"));
        assertThat(new VirtualScreen(30, 5)
                        .write(out.toString(StandardCharsets.UTF_8))
                        .paper())
                .containsExactly("ship1 | hello");
    }

    @Test
    void without_a_terminal_there_is_none() {
        for (Terminal terminal : List.of(
                Terminal.of(Map.of("STEWARD_TTYS", "02", "TERM", "xterm")),
                Terminal.of(Map.of("STEWARD_TERMINAL", "80", "STEWARD_TTYS", "01", "TERM", "xterm")),
                Terminal.of(Map.of("STEWARD_TERMINAL", "80", "STEWARD_TTYS", "012", "TERM", "dumb")))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
            new NodeLines(terminal, stream, stream, List.of("ship1")).progress(HALF);
            assertThat(out.size()).isZero();
        }
    }

    private static String line(Progress progress, int room) {
        return progress.line(new Terminal(Optional.of(room), false), room);
    }
}
