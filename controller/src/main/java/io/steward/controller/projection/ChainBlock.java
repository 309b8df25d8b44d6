package io.steward.controller.projection;

import java.time.Instant;
import java.util.Arrays;

/**
 * A stretch of a stream's hash chain: what was folded of the places {@code 256 number + 1} to {@code 256 number + 256}.
 *
 * @param lastSeq the last place that held an entry, {@code entries} how many did
 * @param hash of the chain behind the last entry
 * @param marks {@link Chain#MARK} bytes for each place up to the last entry; zeros where there was none
 * @param carried taken over from other tables, which knew entries that the log does not hold any more
 */
@SuppressWarnings("ArrayRecordComponent") // read and written as bytes, never compared as a whole
record ChainBlock(
        long number,
        long lastSeq,
        int entries,
        Instant firstAt,
        Instant lastAt,
        byte[] hash,
        byte[] marks,
        boolean carried) {
    private static final byte[] NONE = new byte[Chain.MARK];

    long firstSeq() {
        return Chain.firstSeq(number);
    }

    /** Places that have a mark. */
    int places() {
        return marks.length / Chain.MARK;
    }

    /** The place of the first entry that was folded. */
    long firstHeld() {
        for (int i = 0; i < places(); i++) {
            if (held(i)) {
                return firstSeq() + i;
            }
        }
        return lastSeq;
    }

    /** Whether there was an entry at this place of the block. */
    boolean held(int index) {
        return index < places() && !Arrays.equals(mark(index), NONE);
    }

    boolean matches(int index, byte[] digest) {
        return index < places() && Arrays.equals(mark(index), Chain.mark(digest));
    }

    private byte[] mark(int index) {
        return Arrays.copyOfRange(marks, index * Chain.MARK, (index + 1) * Chain.MARK);
    }
}
