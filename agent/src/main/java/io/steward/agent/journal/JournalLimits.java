package io.steward.agent.journal;

import java.time.Duration;

/**
 * How much a journal holds. A value.
 *
 * @param keep how long an ended command stays known after the log has stored its end
 * @param ended how many ended commands stay known at most
 * @param open how many commands that have not ended are taken at most
 * @param events how many events wait at most, and {@code eventBytes} how many bytes of them
 * @param reserve bytes of the disk that new commands and events never take, so that ends can still be written
 * @param ackBytes how many bytes of stored terminal ACKs are kept at most, to be told again to a log that lost them
 */
public record JournalLimits(
        Duration keep, int ended, int open, int events, long eventBytes, long reserve, long ackBytes) {
    private static final long ACK_BYTES = 256L << 20;

    public static final JournalLimits DEFAULT =
            new JournalLimits(Duration.ofDays(30), 100_000, 100_000, 10_000, 64L << 20, 32L << 20);

    public JournalLimits(Duration keep, int ended, int open, int events, long eventBytes, long reserve) {
        this(keep, ended, open, events, eventBytes, reserve, ACK_BYTES);
    }
}
