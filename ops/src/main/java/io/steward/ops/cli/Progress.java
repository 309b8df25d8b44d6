package io.steward.ops.cli;

import io.steward.ops.cli.Terminal.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a run is, on one line: a bar, and how many commands succeeded, ended otherwise, run, wait for their turn on a
 * node that is here, or wait for a node that is away. The five add up to all. Pure.
 */
record Progress(long done, long failed, long running, long waiting, long away, Duration elapsed) {
    private static final int BAR = 20;
    private static final String GAP = "  ";

    private record Part(String text, Tone tone) {}

    /** At most {@code room} cells. What matters less is left out first: the bar, then the time; a rest is cut. */
    String line(Terminal terminal, int room) {
        List<Part> counts = counts();
        List<Part> all = new ArrayList<>(counts);
        all.add(new Part(Times.brief(elapsed), Tone.QUIET));
        if (width(all) + BAR + GAP.length() <= room) {
            return bar(terminal) + GAP + joined(all, terminal);
        }
        if (width(all) <= room) {
            return joined(all, terminal);
        }
        return width(counts) <= room ? joined(counts, terminal) : Cells.cut(joined(counts, plain(terminal)), room);
    }

    private List<Part> counts() {
        List<Part> parts = new ArrayList<>();
        long all = done + failed + running + waiting + away;
        parts.add(new Part((done + failed) + "/" + all, Tone.NAME));
        parts.add(new Part(done + " done", Tone.GOOD));
        add(parts, failed, "failed", Tone.BAD);
        add(parts, running, "running", Tone.PLAIN);
        add(parts, waiting, "waiting", Tone.WAITING);
        add(parts, away, "away", Tone.WAITING);
        return parts;
    }

    private static void add(List<Part> parts, long count, String word, Tone tone) {
        if (count > 0) {
            parts.add(new Part(count + " " + word, tone));
        }
    }

    private String bar(Terminal terminal) {
        long all = Math.max(1, done + failed + running + waiting + away);
        int good = (int) (done * BAR / all);
        int ended = (int) ((done + failed) * BAR / all);
        return terminal.toned(Tone.GOOD, "━".repeat(good))
                + terminal.toned(Tone.BAD, "━".repeat(ended - good))
                + terminal.toned(Tone.QUIET, "─".repeat(BAR - ended));
    }

    private static int width(List<Part> parts) {
        return parts.stream().mapToInt(part -> Cells.width(part.text)).sum() + GAP.length() * (parts.size() - 1);
    }

    private static String joined(List<Part> parts, Terminal terminal) {
        List<String> toned =
                parts.stream().map(part -> terminal.toned(part.tone, part.text)).toList();
        return String.join(GAP, toned);
    }

    private static Terminal plain(Terminal terminal) {
        return terminal.coloured(Terminal.Colour.never);
    }
}
