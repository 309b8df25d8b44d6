package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as a table that fits the terminal: less important columns are left out, long cells end in an ellipsis. */
final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final Terminal terminal;

    Table(List<Column> columns, Terminal terminal) {
        this.columns = columns;
        this.terminal = terminal;
    }

    /** The lines, the titles first. */
    List<String> lines(List<Map<String, @Nullable Object>> rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::title).toList());
        for (Map<String, @Nullable Object> row : rows) {
            cells.add(columns.stream()
                    .map(column -> oneLine(column.cell().apply(row)))
                    .toList());
        }
        int[] widths = widths(cells);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            lines.add(line(cells.get(i), widths, i == 0));
        }
        return lines;
    }

    /** One width per column; 0 for a column that is left out. */
    private int[] widths(List<List<String>> cells) {
        int[] widths = new int[columns.size()];
        for (List<String> row : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Cells.width(row.get(i)));
            }
        }
        if (terminal.columns().isPresent()) {
            fit(widths, terminal.columns().get(), blank(cells));
        }
        return widths;
    }

    /** Which columns say nothing at all. */
    private boolean[] blank(List<List<String>> cells) {
        boolean[] blank = new boolean[columns.size()];
        for (int i = 0; i < blank.length; i++) {
            int column = i;
            blank[i] = cells.stream().skip(1).allMatch(row -> row.get(column).isEmpty());
        }
        return blank;
    }

    /**
     * Cuts what may be cut; if that is not enough, leaves out a column and begins anew: blank ones first, then the least
     * important. When none may be left out any more, everything is cut.
     */
    private void fit(int[] widths, int room, boolean[] blank) {
        int[] whole = widths.clone();
        Deque<Integer> droppable = new ArrayDeque<>(java.util.stream.IntStream.range(0, widths.length)
                .boxed()
                .filter(i -> columns.get(i).rank() > 0)
                .sorted(Comparator.<Integer, Boolean>comparing(i -> !blank[i])
                        .thenComparing(i -> -columns.get(i).rank()))
                .toList());
        shrink(widths, room, false);
        while (total(widths) > room && !droppable.isEmpty()) {
            whole[droppable.removeFirst()] = 0;
            System.arraycopy(whole, 0, widths, 0, whole.length);
            shrink(widths, room, false);
        }
        shrink(widths, room, true);
    }

    private void shrink(int[] widths, int room, boolean any) {
        while (total(widths) > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean cuttable = (any ? 1 : columns.get(i).least()) < widths[i];
                if (cuttable && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private static int total(int[] widths) {
        int total = -GAP.length();
        for (int width : widths) {
            total += width == 0 ? 0 : width + GAP.length();
        }
        return total;
    }

    private String line(List<String> row, int[] widths, boolean title) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > 0) {
                Column column = columns.get(i);
                String cell = row.get(i);
                Tone tone = title ? Tone.QUIET : column.tone().apply(cell);
                line.append(line.length() == 0 ? "" : GAP)
                        .append(terminal.toned(tone, Cells.fit(cell, widths[i], column.right())));
            }
        }
        return line.toString().stripTrailing();
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s*\\R\\s*", " ⏎ ").replaceAll("\\p{Cntrl}", "?");
    }
}
