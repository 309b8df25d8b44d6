package io.steward.ops.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a person would see: a small terminal that understands as much as we write. It wraps at its right edge, scrolls at
 * its bottom, and has a second screen. Not thread-safe.
 */
public final class VirtualScreen {
    private final int width;
    private final int height;
    private final List<String> scrolledAway = new ArrayList<>();
    private char[][] cells;
    private char[][] saved;
    private int row;
    private int column;
    private int savedRow;
    private int savedColumn;
    private boolean wrapping = true;
    private boolean second;
    private boolean everSecond;

    public VirtualScreen(int width, int height) {
        this.width = width;
        this.height = height;
        this.cells = blank();
        this.saved = blank();
    }

    /** Writes; escape sequences that change colours or announce things are passed over. */
    public VirtualScreen write(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\033') {
                i = escape(text, i + 1);
            } else if (c == '\n') {
                down();
                // As a terminal does for programs that have not asked for raw output.
                column = 0;
            } else if (c == '\r') {
                column = 0;
            } else if (c >= ' ') {
                put(c);
            }
        }
        return this;
    }

    /** The lines, without what is blank at their ends. */
    public List<String> lines() {
        return Arrays.stream(cells)
                .map(line -> new String(line).stripTrailing())
                .toList();
    }

    /** Everything that was ever on the first screen and is not on it any more, then what is on it. */
    public List<String> paper() {
        List<String> all = new ArrayList<>(scrolledAway);
        all.addAll(lines());
        while (!all.isEmpty() && all.get(all.size() - 1).isEmpty()) {
            all.remove(all.size() - 1);
        }
        return all;
    }

    public boolean onSecond() {
        return second;
    }

    public boolean everOnSecond() {
        return everSecond;
    }

    private void put(char c) {
        if (column == width) {
            if (wrapping) {
                down();
                column = 0;
            } else {
                column = width - 1;
            }
        }
        cells[row][column++] = c;
    }

    private void down() {
        if (row < height - 1) {
            row++;
            return;
        }
        if (!second) {
            scrolledAway.add(new String(cells[0]).stripTrailing());
        }
        System.arraycopy(cells, 1, cells, 0, height - 1);
        cells[height - 1] = " ".repeat(width).toCharArray();
    }

    private int escape(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '[') {
            return at;
        }
        int end = at + 1;
        while (end < text.length() && !Character.isLetter(text.charAt(end))) {
            end++;
        }
        if (end < text.length()) {
            control(text.substring(at + 1, end), text.charAt(end));
        }
        return end;
    }

    private void control(String what, char word) {
        switch (word) {
            case 'H' -> move(what);
            case 'J' -> eraseBelow();
            case 'K' -> Arrays.fill(cells[row], what.equals("2") ? 0 : Math.min(column, width - 1), width, ' ');
            case 'h', 'l' -> mode(what, word == 'h');
            default -> {}
        }
    }

    private void move(String what) {
        String[] place = what.isEmpty() ? new String[] {"1", "1"} : what.split(";");
        row = Integer.parseInt(place[0]) - 1;
        column = Integer.parseInt(place[1]) - 1;
    }

    private void eraseBelow() {
        Arrays.fill(cells[row], Math.min(column, width - 1), width, ' ');
        for (int i = row + 1; i < height; i++) {
            Arrays.fill(cells[i], ' ');
        }
    }

    private void mode(String what, boolean on) {
        if (what.equals("?7")) {
            wrapping = on;
        } else if (what.equals("?1049") && on != second) {
            char[][] other = saved;
            saved = cells;
            cells = on ? blank() : other;
            int toRow = on ? 0 : savedRow;
            int toColumn = on ? 0 : savedColumn;
            savedRow = row;
            savedColumn = column;
            row = toRow;
            column = toColumn;
            second = on;
            everSecond |= on;
        }
    }

    private char[][] blank() {
        char[][] blank = new char[height][];
        for (int i = 0; i < height; i++) {
            blank[i] = " ".repeat(width).toCharArray();
        }
        return blank;
    }
}
