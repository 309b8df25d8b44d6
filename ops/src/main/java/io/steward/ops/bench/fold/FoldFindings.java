package io.steward.ops.bench.fold;

import io.steward.ops.bench.report.Curve;
import io.steward.ops.bench.report.Curve.Line;
import io.steward.ops.bench.report.Curve.Point;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Goal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What was found, put together as figures. One thread. */
final class FoldFindings {
    private static final double SHARE_OF_LIMIT = 0.6;
    private static final double FLAT = 0.8;
    private static final double LONGEST_GAP_MILLIS = 1_000;
    private static final double MOST_GROWTH = 1.25;

    private final FoldCounts counts;
    private final List<Figure> more = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private double recordRate;
    private double drainRate;
    private double foldRate;
    private double rebuildRate;
    private double rowRate;

    FoldFindings(FoldCounts counts) {
        this.counts = counts;
    }

    void recorded(double rate) {
        recordRate = rate;
    }

    void drained(double rate) {
        drainRate = rate;
    }

    void written(double rate) {
        rowRate = rate;
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    void folded(Course course, Reader reader) throws IOException {
        if (!course.measurable()) {
            throw new IOException("the fold was too short to be measured: record more entries");
        }
        List<Point> tenths = course.tenths();
        foldRate = course.rate();
        curves.add(new Curve("fold.course", "entries folded", "entries/s", false, List.of(new Line("fold", tenths))));
        more.add(Figure.of("fold.last_tenth", tenths.get(9).y(), "1/s")
                .beside(tenths.get(0).y())
                .towards(Goal.ratioAtLeast(FLAT)));
        more.add(Figure.of("fold.read.p99", reader.millis(99), "ms"));
        more.add(Figure.of("fold.read.gap", reader.longestGapMillis(), "ms"));
    }

    void afterFold(double database, double rss, double peak) {
        more.add(Figure.of("fold.database", database, "MB"));
        more.add(Figure.of("fold.database.entry", database * 1e6 / counts.entries(), "bytes"));
        more.add(Figure.of("fold.controller.rss", rss, "MB"));
        more.add(Figure.of("fold.controller.peak", peak, "MB"));
    }

    void rebuilt(double rate, Reader reader, long flowed) {
        rebuildRate = rate;
        more.add(Figure.of("fold.rebuild.read.p99", reader.millis(99), "ms"));
        more.add(Figure.of("fold.rebuild.read.gap", reader.longestGapMillis(), "ms")
                .towards(Goal.valueAtMost(LONGEST_GAP_MILLIS)));
        notes.add("while the log was folded anew, " + flowed + " more entries were published and " + reader.answered()
                + " questions answered; " + reader.refused() + " were not");
    }

    void afterRebuild(double peak) {
        more.add(Figure.of("fold.rebuild.controller.peak", peak, "MB"));
    }

    /** Limit: the size when half the time was over. */
    void steady(List<Point> sizes) {
        curves.add(new Curve("fold.database.growth", "s", "MB", false, List.of(new Line("database", sizes))));
        more.add(Figure.of("fold.database.growth", sizes.get(sizes.size() - 1).y(), "MB")
                .beside(sizes.get(sizes.size() / 2).y())
                .towards(Goal.ratioAtMost(MOST_GROWTH)));
    }

    Findings all() {
        double limit = Math.min(drainRate, rowRate);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("fold.rate", foldRate, "1/s").beside(limit).towards(Goal.ratioAtLeast(SHARE_OF_LIMIT)));
        figures.add(
                Figure.of("fold.rebuild", rebuildRate, "1/s").beside(limit).towards(Goal.ratioAtLeast(SHARE_OF_LIMIT)));
        figures.add(Figure.of("fold.limit.read", drainRate, "1/s"));
        figures.add(Figure.of("fold.limit.write", rowRate, "1/s"));
        figures.add(Figure.of("fold.record", recordRate, "1/s"));
        figures.addAll(more);
        notes.add("rates are entries a second; recorded with a broker that forces nothing to disk, folded beside one"
                + " that forces every write");
        return new Findings(counts.plain(), figures, curves, notes);
    }
}
