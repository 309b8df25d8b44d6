package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableTest {
    private static final List<Column> COLUMNS = List.of(
            Column.whole("NODE", 0, row -> Rows.text(row, "node")),
            Column.number("EXIT", 2, "exit"),
            Column.cut("OUTPUT", 1, 6, row -> Rows.text(row, "output")));

    @Test
    void columns_are_aligned_and_numbers_stand_right() {
        assertThat(lines(Optional.empty()))
                .containsExactly(
                        "NODE   EXIT  OUTPUT", "ship1     0  Linux ship1 6.1 ⏎ and a second line", "ship2   127");
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 20, 30, 40, 80})
    void no_line_is_wider_than_the_terminal(int width) {
        assertThat(lines(Optional.of(width)))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        assertThat(lines(Optional.of(width)).get(1)).startsWith("ship1");
    }

    @Test
    void a_cell_that_is_cut_says_so() {
        assertThat(lines(Optional.of(24)).get(1)).isEqualTo("ship1     0  Linux ship…");
    }

    @Test
    void colours_are_for_terminals_that_want_them() {
        Map<String, String> terminal = Map.of("STEWARD_TERMINAL", "80", "TERM", "xterm");
        Map<String, String> unwanted = Map.of("STEWARD_TERMINAL", "80", "TERM", "xterm", "NO_COLOR", "1");
        assertThat(Terminal.of(terminal).colours()).isTrue();
        assertThat(Terminal.of(terminal).coloured(Terminal.Colour.never).colours())
                .isFalse();
        assertThat(Terminal.of(unwanted).colours()).isFalse();
        assertThat(Terminal.of(unwanted).coloured(Terminal.Colour.always).colours())
                .isTrue();
        assertThat(Terminal.of(Map.of()).colours()).isFalse();
        assertThat(Terminal.of(Map.of("STEWARD_TERMINAL", "80", "TERM", "dumb")).colours())
                .isFalse();
    }

    @Test
    void a_column_that_is_left_out_leaves_its_room_to_the_others() {
        assertThat(new Table(
                                List.of(
                                        Column.cut("WHAT", 0, 4, row -> Rows.text(row, "output")),
                                        Column.whole("ID", 1, row -> "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60")),
                                new Terminal(Optional.of(30), false))
                        .lines(List.of(row("ship1", 0L, "as much as there is room for it"))))
                .containsExactly("WHAT", "as much as there is room for …");
    }

    @Test
    void control_characters_of_others_do_not_reach_the_terminal() {
        assertThat(Table.oneLine("a\033[31mb\tc")).isEqualTo("a?[31mb?c");
    }

    private static List<String> lines(Optional<Integer> width) {
        return new Table(COLUMNS, new Terminal(width, false))
                .lines(List.of(row("ship1", 0L, "Linux ship1 6.1\nand a second line"), row("ship2", 127L, null)));
    }

    private static Map<String, @Nullable Object> row(String node, Long exit, @Nullable String output) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("node", node);
        row.put("exit", exit);
        row.put("output", output);
        return row;
    }
}
