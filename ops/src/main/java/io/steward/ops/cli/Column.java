package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param rank the column with the highest rank is left out first when the terminal is narrow; 0: never
 * @param least how far it may be cut; a column that is not cut has {@link #WHOLE}
 */
record Column(
        String title,
        int rank,
        int least,
        boolean right,
        Function<Map<String, @Nullable Object>, String> cell,
        Function<String, Tone> tone) {
    static final int WHOLE = Integer.MAX_VALUE;

    static Column whole(String title, int rank, Function<Map<String, @Nullable Object>, String> cell) {
        return new Column(title, rank, WHOLE, false, cell, text -> Tone.PLAIN);
    }

    static Column cut(String title, int rank, int least, Function<Map<String, @Nullable Object>, String> cell) {
        return new Column(title, rank, least, false, cell, text -> Tone.PLAIN);
    }

    static Column number(String title, int rank, String field) {
        return new Column(title, rank, WHOLE, true, row -> Rows.text(row, field), text -> Tone.PLAIN);
    }

    Column toned(Function<String, Tone> how) {
        return new Column(title, rank, least, right, cell, how);
    }
}
