package io.steward.ops.bench.fleet;

import io.steward.ops.bench.fleet.Ending.Ended;
import io.steward.ops.bench.report.Curve;
import io.steward.ops.bench.report.Figure;
import io.steward.ops.bench.report.Findings;
import io.steward.ops.bench.report.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was measured, gathered on one thread; the findings are made of it. */
final class Measured {
    private static final String RATE = "1/s";

    private final FleetPlan plan;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Ended> rounds = new ArrayList<>();
    private final List<Double> rawRounds = new ArrayList<>();
    private Ended storm = new Ended(Duration.ZERO, List.of());
    private double rawReplay;

    Measured(FleetPlan plan) {
        this.plan = plan;
    }

    void add(Figure figure) {
        figures.add(figure);
    }

    void rate(String name, double value) {
        add(Figure.of(name, value, RATE));
    }

    void fannedOut(Ended round) {
        rounds.add(round);
    }

    void rawFannedOut(double rate) {
        rawRounds.add(rate);
    }

    void stormed(Ended ended) {
        storm = ended;
    }

    void rawReplayed(double rate) {
        rawReplay = rate;
    }

    Findings findings() {
        double fanOut =
                median(rounds.stream().map(round -> round.rate(plan.nodes())).toList());
        long commands = (long) plan.each() * plan.nodes();
        List<Figure> all = new ArrayList<>();
        all.add(Figure.of("fleet.fanout", fanOut, RATE)
                .beside(median(rawRounds))
                .towards(Goal.ratioAtLeast(0.6)));
        all.add(Figure.of("fleet.storm", storm.rate(commands), RATE)
                .beside(rawReplay)
                .towards(Goal.ratioAtLeast(0.5)));
        all.add(Figure.of("fleet.storm.time", storm.seconds(), "s"));
        all.addAll(figures);
        return new Findings(plan.settings(), all, curves(), notes());
    }

    private List<Curve> curves() {
        Ended last = rounds.get(rounds.size() - 1);
        return List.of(
                curve("fleet.fanout", last.curve(), plan.nodes(), median(rawRounds)),
                curve("fleet.storm", storm.curve(), (long) plan.each() * plan.nodes(), rawReplay));
    }

    private static Curve curve(String name, List<Curve.Point> points, long commands, double raw) {
        Curve.Line limit = new Curve.Line(
                "limit: delivered and acked, no more",
                List.of(new Curve.Point(0, commands), new Curve.Point(commands / raw, 0)));
        return new Curve(
                name,
                "seconds",
                "commands that have not ended, as folded",
                false,
                List.of(new Curve.Line("Steward", points), limit));
    }

    private static List<String> notes() {
        return List.of(
                "limit of fanout: the same number of messages stored, delivered through the same consumers and acked;"
                        + " of storm: delivered and acked, all stored before. Medians of the rounds.",
                "Broker, controller and all nodes share this machine: what nodes do, signatures included, is done here.");
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
