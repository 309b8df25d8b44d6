package io.steward.ops.bench.fleet;

import io.steward.ops.bench.report.Curve;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Waits until commands have ended, as the state database says. It asks no more than a tenth of the time, so that the
 * asking costs little of what is measured. One thread.
 */
final class Ending {
    private static final long SHORTEST_PAUSE_MICROS = 5_000;
    private static final int SHARE = 9;

    /**
     * How it went.
     *
     * @param took until the last end was folded
     * @param curve seconds and how many commands had not ended
     */
    record Ended(Duration took, List<Curve.Point> curve) {
        double rate(long commands) {
            return commands / seconds();
        }

        double seconds() {
            return took.toNanos() / 1e9;
        }
    }

    private final Operators operators;
    private final Duration most;

    Ending(Operators operators, Duration most) {
        this.operators = operators;
        this.most = most;
    }

    /**
     * Returns when as many commands have succeeded since the state database was empty.
     *
     * @param begun the moment from which on it is measured
     * @param sent the requests that send the last of them
     * @throws IOException if a request failed, or some have not ended in time
     */
    Ended await(long succeeded, long begun, List<Future<Void>> sent) throws IOException, InterruptedException {
        List<Curve.Point> curve = new ArrayList<>();
        while (System.nanoTime() - begun < most.toNanos()) {
            long asked = System.nanoTime();
            long open = operators.open();
            long now = System.nanoTime();
            curve.add(new Curve.Point((now - begun) / 1e9, open));
            if (open == 0 && sent.stream().allMatch(Future::isDone)) {
                checkAll(sent);
                if (operators.succeeded() == succeeded) {
                    return new Ended(Duration.ofNanos(now - begun), curve);
                }
            }
            TimeUnit.MICROSECONDS.sleep(Math.max(SHORTEST_PAUSE_MICROS, SHARE * (now - asked) / 1_000));
        }
        throw new IOException(operators.open() + " commands have not ended within " + most.toSeconds() + " s, and "
                + operators.succeeded() + " of " + succeeded + " have succeeded; allow more with --seconds");
    }

    /** Returns when so many commands are known and wait. */
    void awaitWaiting(long commands) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (operators.open() != commands) {
            if (System.nanoTime() - begun > most.toNanos()) {
                throw new IOException(operators.open() + " commands wait instead of " + commands + " after "
                        + most.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static void checkAll(List<Future<Void>> sent) throws IOException, InterruptedException {
        for (Future<Void> one : sent) {
            Operators.result(one);
        }
    }
}
