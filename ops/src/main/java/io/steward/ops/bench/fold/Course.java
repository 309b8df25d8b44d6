package io.steward.ops.bench.fold;

import io.steward.ops.bench.report.Curve.Point;
import java.util.ArrayList;
import java.util.List;

/** How a count grew over time: samples, and the rate in each tenth of the way. One thread. */
final class Course {
    private record Sample(long nanos, double count) {}

    private final List<Sample> samples = new ArrayList<>();

    /** Samples come in the order of time; of equal counts the first stays. */
    void sample(long nanos, double count) {
        if (samples.isEmpty() || samples.get(samples.size() - 1).count() < count) {
            samples.add(new Sample(nanos, count));
        }
    }

    boolean measurable() {
        return samples.size() > 1;
    }

    /** From the first sample to the last, a second. */
    double rate() {
        return rate(samples.get(0), samples.get(samples.size() - 1));
    }

    /** The rate in each tenth of what was counted from the first sample to the last: at the end of the tenth. */
    List<Point> tenths() {
        double first = samples.get(0).count();
        double tenth = (samples.get(samples.size() - 1).count() - first) / 10;
        List<Point> points = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            Sample from = at(first + (i - 1) * tenth);
            Sample to = at(first + i * tenth);
            points.add(new Point(to.count(), rate(from, to)));
        }
        return points;
    }

    private static double rate(Sample from, Sample to) {
        return (to.count() - from.count()) * 1e9 / Math.max(1, to.nanos() - from.nanos());
    }

    /** Between two samples time passes evenly. */
    private Sample at(double count) {
        Sample before = samples.get(0);
        for (Sample sample : samples) {
            if (sample.count() >= count) {
                double share = sample.count() == before.count()
                        ? 1
                        : (count - before.count()) / (sample.count() - before.count());
                return new Sample(before.nanos() + Math.round(share * (sample.nanos() - before.nanos())), count);
            }
            before = sample;
        }
        return before;
    }
}
