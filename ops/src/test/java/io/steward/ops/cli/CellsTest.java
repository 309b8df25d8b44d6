package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CellsTest {
    @Test
    void wide_characters_take_two_cells_and_accents_none() {
        assertThat(Cells.width("ship1")).isEqualTo(5);
        assertThat(Cells.width("日本")).isEqualTo(4);
        assertThat(Cells.width("e\u0301")).isEqualTo(1);
        assertThat(Cells.width("🚢")).isEqualTo(2);
    }

    @Test
    void what_is_cut_ends_in_an_ellipsis_and_fits() {
        assertThat(Cells.cut("ship1", 5)).isEqualTo("ship1");
        assertThat(Cells.cut("ship1", 4)).isEqualTo("shi…");
        assertThat(Cells.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(Cells.cut("日本語", 4)).isEqualTo("日…");
        assertThat(Cells.cut("🚢🚢", 3)).isEqualTo("🚢…");
        assertThat(Cells.cut("ship1", 0)).isEmpty();
    }

    @Test
    void what_is_short_is_filled_at_the_right_side() {
        assertThat(Cells.fit("日本", 6, false)).isEqualTo("日本  ");
        assertThat(Cells.fit("17", 4, true)).isEqualTo("  17");
        assertThat(Cells.fit("日本語", 4, false)).isEqualTo("日… ");
    }
}
