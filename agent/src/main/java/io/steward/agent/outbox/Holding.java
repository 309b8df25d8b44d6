package io.steward.agent.outbox;

import io.steward.agent.journal.Owed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which ACKs need not be told by themselves: the end of a command carries all its earlier times. Those whose end is owed
 * right behind them are left out, and settled with it; the newest, with nothing behind them, are held back for a moment
 * for their end to come: while the log has not answered to what was told before, for up to a second. What is behind never overtakes what is before. It is told the time: nanoseconds of any clock that
 * only goes forward. One thread.
 */
final class Holding {
    /** An ACK behind one that is not confirmed waits no longer. */
    static final long LONGEST = 1_000_000_000;

    private final long idle;
    private long most;
    private final Map<Long, Long> since = new LinkedHashMap<>();
    private final Map<Long, List<Long>> covered = new HashMap<>();

    /** @param idle how long an ACK is held back with nothing before it under way, in nanoseconds */
    Holding(long idle) {
        this.idle = idle;
        this.most = idle;
    }

    /**
     * Of these, in their order, those to be told now.
     *
     * @param underWay whether something was told before that is not confirmed
     */
    List<Owed> free(List<Owed> owed, boolean underWay, long now) {
        most = underWay ? Math.max(idle, LONGEST) : idle;
        List<Owed> free = uncovered(owed);
        while (!free.isEmpty() && young(free.get(free.size() - 1), now)) {
            free.remove(free.size() - 1);
        }
        if (!free.isEmpty()) {
            long last = free.get(free.size() - 1).number();
            since.keySet().removeIf(number -> number <= last);
        }
        return free;
    }

    /** After how long something is to be told that is held back now; at most so long. In nanoseconds. */
    long rest(long longest, long now) {
        return since.values().stream()
                .findFirst()
                .map(begun -> Math.max(0, Math.min(longest, begun + most - now)))
                .orElse(longest);
    }

    /** What was left out for this end. */
    List<Long> settledWith(Owed end) {
        List<Long> with = covered.remove(end.number());
        return with == null ? List.of() : with;
    }

    /** Everything is told anew. */
    void startOver() {
        since.clear();
        covered.clear();
    }

    private List<Owed> uncovered(List<Owed> owed) {
        Map<String, Long> ends = new HashMap<>();
        owed.stream().filter(one -> one.ends().isPresent()).forEach(end -> ends.put(about(end), end.number()));
        List<Owed> uncovered = new ArrayList<>();
        Set<Long> fresh = new HashSet<>();
        for (Owed one : owed) {
            Long end = ends.get(about(one));
            if (one.ends().isPresent() || end == null || end < one.number()) {
                uncovered.add(one);
                continue;
            }
            if (fresh.add(end)) {
                covered.put(end, new ArrayList<>());
            }
            covered.get(end).add(one.number());
        }
        return uncovered;
    }

    private boolean young(Owed newest, long now) {
        return newest.ends().isEmpty() && now - since.computeIfAbsent(newest.number(), number -> now) < most;
    }

    /** ACKs are named {@code <command id>.<status>.<attempt>}. */
    private static String about(Owed ack) {
        String name = ack.message().messageId();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
