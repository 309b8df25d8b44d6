package io.steward.ops.bench.idle;

import io.steward.ops.scratch.Member;
import io.steward.ops.scratch.Use;
import io.steward.ops.scratch.Wire;
import java.io.IOException;
import java.time.Duration;

/** One process that waits, looked at twice. One thread. */
final class Waiting {
    private static final double KB = 1_000;

    private final Member member;
    private final Wire wire;
    private Use before = new Use(0, 0, Duration.ZERO, 0);
    private Use after = before;
    private long bytes;
    private long beganNanos;
    private Duration between = Duration.ofNanos(1);

    /** @param wire through which it reaches the broker; one that nobody uses for a process without one */
    Waiting(Member member, Wire wire) {
        this.member = member;
        this.wire = wire;
    }

    void begin() throws IOException {
        before = look();
        bytes = wire.sent() + wire.received();
        beganNanos = System.nanoTime();
    }

    void end() throws IOException {
        after = look();
        bytes = wire.sent() + wire.received() - bytes;
        between = Duration.ofNanos(System.nanoTime() - beganNanos);
    }

    Use use() {
        return after;
    }

    /** Seconds of one core. */
    double cpuPerHour() {
        return after.cpuPerHour(before, between);
    }

    /** Both ways, above TCP. */
    double kilobytesPerMinute() {
        return 60.0 * bytes / KB / (between.toNanos() / 1e9);
    }

    private Use look() throws IOException {
        return Use.of(member.pid().orElseThrow(() -> new IOException(member.name() + " has ended")));
    }
}
