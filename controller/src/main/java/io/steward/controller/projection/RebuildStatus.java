package io.steward.controller.projection;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a rebuild is. Immutable.
 *
 * @param verify whether it only compares, and leaves the live tables alone
 * @param reason why it was begun
 * @param messages folded so far, of {@code total} that the log held when it was asked last
 * @param rate messages per second, {@code secondsLeft} at that rate
 * @param words what it does now, or why it failed
 * @param report what a verification found, once it is done
 */
public record RebuildStatus(
        State state,
        boolean verify,
        String reason,
        long messages,
        long total,
        long rate,
        long secondsLeft,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        String words,
        Optional<RebuildReport> report) {
    /** What it does. */
    public enum State {
        IDLE,
        FOLDING,
        COMPARING,
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
            false,
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
            case FOLDING, COMPARING, SWITCHING -> true;
            case IDLE, DONE, FAILED -> false;
        };
    }

    RebuildStatus now(State next, String what) {
        return new RebuildStatus(
                next, verify, reason, messages, total, rate, secondsLeft, startedAt, endedAt, what, report);
    }

    RebuildStatus counted(long folded, long all, long perSecond) {
        long left = perSecond == 0 ? 0 : Math.max(0, all - folded) / perSecond;
        return new RebuildStatus(
                state,
                verify,
                reason,
                folded,
                Math.max(folded, all),
                perSecond,
                left,
                startedAt,
                endedAt,
                words,
                report);
    }

    RebuildStatus ended(State last, String what, Instant at, Optional<RebuildReport> found) {
        return new RebuildStatus(
                last, verify, reason, messages, total, rate, 0, startedAt, Optional.of(at), what, found);
    }
}
