package io.steward.agent.outbox;

import io.steward.agent.journal.Owed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which ACKs need not be told by themselves: the end of a command carries all its earlier times. One that is no end waits
 * for it as long as is set. It waits longer where the log has enough to do, since each message costs it a forced write: a
 * moment at least where ACKs of several commands are owed or under way, and as long as the log took to store the last
 * ones where that was long, within bounds. It is settled with its end, and told by itself if that does not come in time.
 * Ends wait for nothing. What is told of one command is in order. It is told the time: nanoseconds of any clock that only
 * goes forward. One thread.
 */
final class Holding {
    /** How long an ACK waits for its end among those of other commands, if not longer. */
    static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);
    /** A log that takes longer to store what it is told is busy, or far away. */
    static final long BUSY = TimeUnit.MILLISECONDS.toNanos(50);
    /** However long it takes. */
    static final long LONGEST = TimeUnit.SECONDS.toNanos(1);
    /** More are not kept waiting. */
    static final int MANY = 512;

    private record Waiting(Owed owed, long since) {}

    private final long most;
    private final Map<Long, Waiting> waiting = new LinkedHashMap<>();
    private final Map<Long, List<Long>> covered = new HashMap<>();
    private long patience;
    private long took;

    /** @param most how long an ACK is held back, in nanoseconds */
    Holding(long most) {
        this.most = most;
    }

    /**
     * Takes these, in their order.
     *
     * @param underWay ACKs that were told and are not stored yet
     * @return those to be told now, in their order
     */
    List<Owed> free(List<Owed> owed, Iterable<Owed> underWay, long now) {
        owed.forEach(one -> waiting.put(one.number(), new Waiting(one, now)));
        cover();
        patience = patience(underWay);
        List<Owed> free = new ArrayList<>();
        for (Waiting one : waiting.values()) {
            if (one.owed().ends().isPresent() || now - one.since() >= patience) {
                free.add(one.owed());
            }
        }
        free.forEach(one -> waiting.remove(one.number()));
        return free;
    }

    /** After how long something is to be told that is held back now; at most so long. In nanoseconds. */
    long rest(long longest, long now) {
        return waiting.values().stream()
                .findFirst()
                .map(first -> Math.max(0, Math.min(longest, first.since() + patience - now)))
                .orElse(longest);
    }

    /** How long the log took to store what it was told last, in nanoseconds. */
    void took(long nanos) {
        took = nanos;
    }

    /** How many are held back. */
    int size() {
        return waiting.size();
    }

    /** What was left out for this end. */
    List<Long> settledWith(Owed end) {
        List<Long> with = covered.remove(end.number());
        return with == null ? List.of() : with;
    }

    /** Everything is told anew. */
    void startOver() {
        waiting.clear();
        covered.clear();
    }

    private void cover() {
        Map<String, Long> ends = new HashMap<>();
        for (Waiting one : waiting.values()) {
            if (one.owed().ends().isPresent()) {
                ends.put(about(one.owed()), one.owed().number());
            }
        }
        if (!ends.isEmpty()) {
            waiting.values().removeIf(one -> covers(ends.get(about(one.owed())), one.owed()));
        }
    }

    private boolean covers(@Nullable Long end, Owed one) {
        if (end == null || one.ends().isPresent() || end < one.number()) {
            return false;
        }
        covered.computeIfAbsent(end, number -> new ArrayList<>()).add(one.number());
        return true;
    }

    private long patience(Iterable<Owed> underWay) {
        if (waiting.size() > MANY) {
            return 0;
        }
        long busy = took > BUSY ? Math.min(took, LONGEST) : 0;
        long several = severalCommands(underWay) ? MOMENT : 0;
        return Math.max(most, Math.max(busy, several));
    }

    private boolean severalCommands(Iterable<Owed> underWay) {
        String first = "";
        for (Waiting one : waiting.values()) {
            first = first.isEmpty() ? about(one.owed()) : first;
            if (!first.equals(about(one.owed()))) {
                return true;
            }
        }
        for (Owed one : underWay) {
            if (!first.isEmpty() && !first.equals(about(one))) {
                return true;
            }
        }
        return false;
    }

    /** ACKs are named {@code <command id>.<status>.<attempt>}. */
    private static String about(Owed ack) {
        String name = ack.message().messageId();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
