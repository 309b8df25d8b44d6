package io.steward.model.fold;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What one journal has told of the commands it received, summed up: enough to see that none is missing without keeping
 * every number. A value; the fold's.
 *
 * <p>A journal numbers what it receives 1, 2, 3, …, so all is told exactly when {@code told = highest} and
 * {@code sum = highest * (highest + 1) / 2}. Numbers are told nearly in order; one that is passed by for more than
 * {@link #PATIENCE} of the log's own time is missing, not under way.
 *
 * @param told how many numbers were told, {@code sum} their sum
 * @param openSince when the log first held a higher number without one below it; empty: none is missing
 * @param reached the highest place in the stream of a command that was told
 * @param mark what was reached at {@code markAt}
 * @param settled what was reached {@link #PATIENCE} before the last word: a command below it was passed by
 * @param lastAt when the log last heard a new number
 */
public record JournalTotals(
        long told,
        long highest,
        long sum,
        Optional<Instant> openSince,
        long reached,
        long mark,
        Instant markAt,
        long settled,
        Instant lastAt) {
    /** How long deliveries and ACKs may be under way, by the log's clock. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Nothing told yet; the first word comes at this time. */
    public static JournalTotals none(Instant at) {
        return new JournalTotals(0, 0, 0, Optional.empty(), 0, 0, at, 0, at);
    }

    /**
     * One more number.
     *
     * @param logSeq the place of its command in the stream
     * @param at when the log stored the ACK
     */
    public JournalTotals and(long number, long logSeq, Instant at) {
        long nowTold = told + 1;
        long nowHighest = Math.max(highest, number);
        boolean whole = nowTold >= nowHighest;
        boolean older = !at.isBefore(markAt.plus(PATIENCE));
        long nowReached = Math.max(reached, logSeq);
        return new JournalTotals(
                nowTold,
                nowHighest,
                sum + number,
                whole ? Optional.empty() : openSince.or(() -> Optional.of(at)),
                nowReached,
                older ? nowReached : mark,
                older ? at : markAt,
                older ? mark : settled,
                at);
    }
}
