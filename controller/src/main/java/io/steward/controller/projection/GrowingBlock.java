package io.steward.controller.projection;

import java.time.Instant;
import java.util.Arrays;

/** A {@link ChainBlock} while entries go into it. For one thread. */
final class GrowingBlock {
    private final long number;
    private final Instant firstAt;
    private final boolean carried;
    private final byte[] marks = new byte[Chain.BLOCK * Chain.MARK];
    private long lastSeq;
    private int entries;
    private Instant lastAt;
    private byte[] hash;

    private GrowingBlock(long number, Instant firstAt, boolean carried, byte[] hash) {
        this.number = number;
        this.firstAt = firstAt;
        this.carried = carried;
        this.lastAt = firstAt;
        this.hash = hash;
    }

    /** Goes on with a block. */
    static GrowingBlock of(ChainBlock block) {
        GrowingBlock growing = new GrowingBlock(block.number(), block.firstAt(), block.carried(), block.hash());
        System.arraycopy(block.marks(), 0, growing.marks, 0, block.marks().length);
        growing.lastSeq = block.lastSeq();
        growing.entries = block.entries();
        growing.lastAt = block.lastAt();
        return growing;
    }

    /** Begins the block of this entry, which is still to be added. */
    static GrowingBlock at(long seq, Instant at, byte[] hash) {
        return new GrowingBlock(Chain.block(seq), at, false, hash);
    }

    long number() {
        return number;
    }

    long lastSeq() {
        return lastSeq;
    }

    byte[] hash() {
        return hash;
    }

    void add(long seq, Instant at, byte[] after, byte[] digest) {
        System.arraycopy(digest, 0, marks, Chain.index(seq) * Chain.MARK, Chain.MARK);
        lastSeq = seq;
        entries++;
        lastAt = at;
        hash = after;
    }

    ChainBlock block() {
        byte[] known = Arrays.copyOf(marks, (Chain.index(lastSeq) + 1) * Chain.MARK);
        return new ChainBlock(number, lastSeq, entries, firstAt, lastAt, hash, known, carried);
    }
}
