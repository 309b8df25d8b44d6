package io.steward.ops.cli;

import io.steward.ops.cli.LiveList.Total;
import io.steward.ops.cli.Terminal.Tone;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One picture of a live view as the lines of a screen: what is shown and whether it is live, the table, the totals. Never
 * more lines than the screen has, and none wider. Pure.
 *
 * @param offset rows that are scrolled away
 */
record LiveFrame(Terminal terminal, int width, int height, int offset, boolean live, Instant now) {
    /** Title, column titles and totals. */
    private static final int AROUND = 3;

    private static final String KEYS = "q quits";
    private static final String GAP = "  ";

    /** How many rows can be seen at once. */
    int page() {
        return Math.max(1, height - AROUND);
    }

    /** The nearest offset at which the screen is full. */
    int reachable(int wanted, int rows) {
        return Math.max(0, Math.min(wanted, rows - page()));
    }

    List<String> lines(LiveList list, LiveList.Picture picture) {
        List<Map<String, @Nullable Object>> rows = picture.rows();
        int from = reachable(offset, rows.size());
        int to = Math.min(rows.size(), from + page());
        List<String> lines = new ArrayList<>();
        if (height >= AROUND) {
            lines.add(head(list.title()));
        }
        lines.addAll(new Table(list.columns(now), terminal.wide(width)).lines(rows.subList(from, to)));
        while (lines.size() < height - 1) {
            lines.add("");
        }
        List<String> fitting = new ArrayList<>(lines.subList(0, Math.max(0, height - 1)));
        fitting.add(foot(picture.totals(), from, to, rows.size()));
        return fitting;
    }

    private String head(String title) {
        String state = (live ? "● live" : "○ reconnecting") + "  " + Times.clock(now);
        String left = Cells.cut(title, width - Cells.width(state) - 2);
        String space = " ".repeat(Math.max(0, width - Cells.width(left) - Cells.width(state)));
        return terminal.toned(Tone.NAME, left)
                + space
                + terminal.toned(live ? Tone.GOOD : Tone.WAITING, Cells.cut(state, width));
    }

    /** The totals and the place; where room is scarce without those that are none, then with less of the place. */
    private String foot(List<Total> totals, int from, int to, int all) {
        boolean part = to - from < all;
        String place = part ? "rows " + (from + 1) + "-" + to + " of " + all + "  ↑↓  " + KEYS : KEYS;
        String shortPlace = part ? (from + 1) + "-" + to + "/" + all : "";
        List<Total> some = totals.stream().filter(total -> total.count() > 0).toList();
        return foot(totals, place)
                .or(() -> foot(some, place))
                .or(() -> foot(some, shortPlace))
                .orElseGet(
                        () -> Cells.cut(some.stream().map(LiveFrame::plain).collect(Collectors.joining(GAP)), width));
    }

    private Optional<String> foot(List<Total> totals, String place) {
        int taken = Cells.width(totals.stream().map(LiveFrame::plain).collect(Collectors.joining(GAP)));
        int space = width - taken - Cells.width(place);
        return space < GAP.length()
                ? Optional.empty()
                : Optional.of(totals.stream().map(this::toned).collect(Collectors.joining(GAP))
                        + " ".repeat(space)
                        + terminal.toned(Tone.QUIET, place));
    }

    private static String plain(Total total) {
        return total.count() + " " + total.word();
    }

    private String toned(Total total) {
        return terminal.toned(total.count() == 0 ? Tone.QUIET : total.tone(), plain(total));
    }
}
