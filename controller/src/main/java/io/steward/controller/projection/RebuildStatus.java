package io.steward.controller.projection;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a rebuild is. Immutable.
 *
 * @param reason why it was begun
 * @param messages folded so far, of {@code total} that the log held when it was asked last
 * @param rate messages per second, {@code secondsLeft} at that rate
 * @param words what it does now, or why it failed
 * @param report what a verification found, once it is done
 */
public record RebuildStatus(
        State state,
        Kind kind,
        String reason,
        long messages,
        long total,
        long rate,
        long secondsLeft,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        String words,
        Optional<RebuildReport> report) {
    /** What it is for. */
    public enum Kind {
        /** Exchanges the tables. */
        REBUILD,
        /** Compares with the live tables, and leaves these alone. */
        VERIFY,
        /** Looks at what a repair of the log would do. */
        REPAIR_PLAN,
        /** Repairs the log, then exchanges the tables. */
        REPAIR;

        /** Whether it is about a log that lost something. */
        public boolean ofRepair() {
            return switch (this) {
                case REBUILD, VERIFY -> false;
                case REPAIR_PLAN, REPAIR -> true;
            };
        }
    }

    /** What it does. */
    public enum State {
        IDLE,
        FOLDING,
        COMPARING,
        MENDING,
        SWITCHING,
        DONE,
        FAILED;

        /** As outsiders write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing was rebuilt since the start. */
    public static final RebuildStatus NONE = new RebuildStatus(
            State.IDLE,
            Kind.REBUILD,
            "",
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            "nothing was rebuilt since the start",
            Optional.empty());

    public boolean underWay() {
        return switch (state) {
            case FOLDING, COMPARING, MENDING, SWITCHING -> true;
            case IDLE, DONE, FAILED -> false;
        };
    }

    RebuildStatus now(State next, String what) {
        return new RebuildStatus(
                next, kind, reason, messages, total, rate, secondsLeft, startedAt, endedAt, what, report);
    }

    RebuildStatus counted(long folded, long all, long perSecond) {
        long left = perSecond == 0 ? 0 : Math.max(0, all - folded) / perSecond;
        return new RebuildStatus(
                state, kind, reason, folded, Math.max(folded, all), perSecond, left, startedAt, endedAt, words, report);
    }

    RebuildStatus ended(State last, String what, Instant at, Optional<RebuildReport> found) {
        return new RebuildStatus(last, kind, reason, messages, total, rate, 0, startedAt, Optional.of(at), what, found);
    }
}
