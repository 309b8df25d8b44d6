package io.steward.ops.bench.fold;

import io.steward.ops.bench.report.Curve.Point;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The same rows updated over and over: every node's heartbeat, as fast as the broker stores them up to a bound. No row is
 * added, so what the file grows by is what the database does not take back. One thread.
 */
final class Steady {
    private static final int A_SECOND = 1_000;
    private static final int SAMPLES = 20;

    private Steady() {}

    /** The size of the database files over the seconds. */
    static List<Point> run(FoldSite site, FoldCounts counts) throws IOException, InterruptedException {
        List<Point> sizes = new ArrayList<>();
        long began = System.nanoTime();
        long beats = 0;
        try (Recorder recorder = new Recorder(site.site())) {
            for (int second = 0; second < counts.steadySeconds(); second++) {
                for (int i = 0; i < A_SECOND; i++) {
                    Nodes.beat(recorder, (int) (beats % counts.nodes()), beats / counts.nodes());
                    beats++;
                }
                recorder.await();
                if (second % Math.max(1, counts.steadySeconds() / SAMPLES) == 0
                        || second == counts.steadySeconds() - 1) {
                    sizes.add(new Point(second + 1.0, site.databases()));
                }
                long ahead = began + TimeUnit.SECONDS.toNanos(second + 1L) - System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(Math.max(0, ahead));
            }
        }
        return sizes;
    }
}
