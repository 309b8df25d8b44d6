package io.steward.controller.projection;

import io.steward.controller.projection.ChainReport.Anchor;
import io.steward.controller.projection.ChainReport.AnchorReport;
import io.steward.controller.projection.ChainReport.Finding;
import io.steward.controller.projection.ChainReport.Kind;
import io.steward.model.fold.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds entries of the log, as they are read again in order, against the chain that was made when they were folded. Pure
 * but for its own fields; for one thread and one stream.
 *
 * <p>An entry is held against its mark, a block's end against the hash, and anchors against a chain that is reckoned from
 * the log alone, from the first block on that the log still has as a whole.
 */
final class ChainCheck {
    /** What the state database knows of places of the stream. */
    interface Memory {
        /** What was folded from there, in words; empty: nothing is known. */
        String of(long seq);

        /** When the log had stored the entry. */
        Optional<Instant> at(long seq);
    }

    private static final int MOST_FINDINGS = 100;

    private final long first;
    private final Iterator<ChainBlock> blocks;
    private final Memory memory;
    private final Instant keptFrom;
    private final Chain chain = new Chain();
    private final Map<Integer, LogEntry> there = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Anchor> anchors;
    private final List<AnchorReport> judged = new ArrayList<>();
    private @Nullable ChainBlock block;
    private byte @Nullable [] before; // the stored hash of the block before
    private byte @Nullable [] running; // reckoned from the log, where it has all
    private long entries;
    private long places;

    /**
     * @param first the first place that the stream still has
     * @param blocks of its chain, in order
     * @param keptFrom what the log stored later than this can't have left it by its age
     * @param anchors of this stream
     */
    ChainCheck(long first, Iterator<ChainBlock> blocks, Instant keptFrom, List<Anchor> anchors, Memory memory) {
        this.first = first;
        this.blocks = blocks;
        this.keptFrom = keptFrom;
        this.memory = memory;
        this.anchors = new ArrayList<>(anchors);
        this.anchors.sort((a, b) -> Long.compare(a.seq(), b.seq()));
        next();
    }

    void take(LogEntry entry) {
        while (block != null && Chain.block(entry.seq()) > block.number()) {
            close(block);
        }
        if (block == null || Chain.block(entry.seq()) < block.number()) {
            found(Kind.ADDED, entry.seq(), entry.seq(), entry);
        } else {
            there.put(Chain.index(entry.seq()), entry);
        }
    }

    void end() {
        while (block != null) {
            close(block);
        }
        for (Anchor anchor : anchors) {
            judge(anchor, false, "the log does not reach there");
        }
        anchors.clear();
    }

    List<Finding> findings() {
        return findings;
    }

    List<AnchorReport> anchors() {
        return judged;
    }

    /** Entries that are as they were. */
    long entries() {
        return entries;
    }

    /** How many places are not as they were. */
    long places() {
        return places;
    }

    private void next() {
        block = blocks.hasNext() ? blocks.next() : null;
        there.clear();
    }

    private void close(ChainBlock closing) {
        if (closing.firstSeq() >= first && !closing.carried()) {
            closeWhole(closing);
        } else {
            closeBegun(closing);
        }
        before = closing.hash();
        next();
    }

    /** A block of which the log has every entry. */
    private void closeWhole(ChainBlock closing) {
        long troubles = places;
        byte[] step = before == null ? Chain.start() : before;
        byte[] reckoned = running == null ? Chain.start() : running;
        for (int i = 0; i < Chain.BLOCK; i++) {
            @Nullable LogEntry entry = there.get(i);
            byte @Nullable [] digest = entry == null ? null : chain.digest(entry);
            compare(closing, i, entry, digest);
            if (entry != null && digest != null) {
                step = chain.next(step, digest);
                reckoned = chain.next(reckoned, digest);
                passed(entry.seq(), reckoned);
            }
        }
        if (places == troubles && !Arrays.equals(step, closing.hash())) {
            found(Kind.CHAIN, closing.firstSeq(), closing.lastSeq(), null);
        }
        running = reckoned;
    }

    /** A block whose first entries, or all, have left the log: its hash can't be reckoned, so it is believed. */
    private void closeBegun(ChainBlock closing) {
        long gone = Math.min(first - 1, closing.lastSeq());
        if (gone >= closing.firstHeld() && youngest(closing, gone).isAfter(keptFrom)) {
            found(Kind.CUT, closing.firstHeld(), gone, null);
        }
        for (int i = 0; i < Chain.BLOCK; i++) {
            @Nullable LogEntry entry = there.get(i);
            compare(closing, i, entry, entry == null ? null : chain.digest(entry));
        }
        while (!anchors.isEmpty() && anchors.get(0).seq() < closing.lastSeq()) {
            judge(anchors.remove(0), false, "entries up to there have left the log, so it can't be compared");
        }
        passed(closing.lastSeq(), closing.hash());
        running = closing.hash();
    }

    /** When the log had stored the last of what has left it; at least. */
    private Instant youngest(ChainBlock closing, long gone) {
        return gone == closing.lastSeq() ? closing.lastAt() : memory.at(gone).orElse(closing.firstAt());
    }

    private void compare(ChainBlock closing, int index, @Nullable LogEntry entry, byte @Nullable [] digest) {
        long seq = closing.firstSeq() + index;
        if (entry == null || digest == null) {
            if (closing.held(index) && seq >= first) {
                found(Kind.REMOVED, seq, seq, null);
            }
        } else if (closing.matches(index, digest)) {
            entries++;
        } else if (seq >= closing.firstHeld()) {
            found(closing.held(index) ? Kind.ALTERED : Kind.ADDED, seq, seq, entry);
        }
    }

    private void passed(long seq, byte[] hash) {
        while (!anchors.isEmpty() && anchors.get(0).seq() <= seq) {
            Anchor anchor = anchors.remove(0);
            boolean here = anchor.seq() == seq;
            boolean equal = here && anchor.hash().equals(HexFormat.of().formatHex(hash));
            String other = here ? "the log leads to another hash there" : "the log holds nothing there";
            judge(anchor, equal, equal ? "the log leads to it" : other);
        }
    }

    private void judge(Anchor anchor, boolean equal, String words) {
        judged.add(new AnchorReport(anchor, equal, words));
    }

    private void found(Kind kind, long from, long to, @Nullable LogEntry entry) {
        places += to - from + 1;
        int last = findings.size() - 1;
        if (last >= 0 && findings.get(last).kind() == kind && findings.get(last).lastSeq() == from - 1) {
            Finding so = findings.get(last);
            findings.set(last, new Finding(kind, so.firstSeq(), to, so.was(), so.is()));
        } else if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(kind, from, to, memory.of(from), entry == null ? "" : words(entry)));
        }
    }

    private static String words(LogEntry entry) {
        return entry.subject() + ", " + entry.data().length + " bytes, stored at " + entry.recordedAt();
    }
}
