package io.steward.agent.outbox;

import io.steward.agent.journal.Journal;
import io.steward.agent.journal.Lane;
import io.steward.agent.journal.Owed;
import io.steward.model.command.CommandId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is told of one lane, in which order, and when it leaves the journal: only once the log has stored it. It sends
 * nothing itself. One thread.
 */
final class Telling {
    private static final int WINDOW = 256;
    private static final long WINDOW_BYTES = 4 << 20;

    private final Lane lane;
    private final Journal journal;
    private final Consumer<CommandId> told;
    private final Map<Long, Owed> underWay = new LinkedHashMap<>();
    private final Set<Long> sentBefore = new HashSet<>();
    private final Holding holding;
    private long last = -1;

    /** @param hold for how many nanoseconds an ACK that is no end waits for the end to be told alone, at least */
    Telling(Lane lane, Journal journal, Consumer<CommandId> told, long hold) {
        this.holding = new Holding(hold);
        this.lane = lane;
        this.journal = journal;
        this.told = told;
    }

    /** What is to be sent now, in order; empty if enough is under way. */
    List<Owed> next(long now) {
        if (full()) {
            return List.of();
        }
        List<Owed> all = journal.owed(lane, last, WINDOW - underWay.size());
        if (!all.isEmpty()) {
            last = all.get(all.size() - 1).number();
        }
        List<Owed> next = lane == Lane.ACKS ? holding.free(all, underWay.values(), now) : all;
        next.forEach(owed -> underWay.put(owed.number(), owed));
        return next;
    }

    /** After how many nanoseconds there is something to be sent that is held back now; at most so many. */
    long rest(long longest, long now) {
        return full() ? longest : holding.rest(longest, now);
    }

    private boolean full() {
        long bytes = underWay.values().stream()
                .mapToLong(owed -> owed.message().json().length)
                .sum();
        return underWay.size() > WINDOW / 2 || bytes > WINDOW_BYTES;
    }

    /** The log has stored something that it was told so many nanoseconds ago. */
    void took(long nanos) {
        holding.took(nanos);
    }

    /** The log has stored these. */
    void stored(List<Owed> stored) {
        if (stored.isEmpty()) {
            return;
        }
        List<Long> numbers = new ArrayList<>();
        for (Owed owed : stored) {
            numbers.addAll(holding.settledWith(owed));
            numbers.add(owed.number());
        }
        journal.told(lane, numbers);
        numbers.forEach(sentBefore::remove);
        for (Owed owed : stored) {
            underWay.remove(owed.number());
            owed.ends().ifPresent(told);
        }
    }

    /** It may have been stored, or not. */
    void doubted(Owed owed) {
        sentBefore.add(owed.number());
    }

    boolean sentBefore(Owed owed) {
        return sentBefore.contains(owed.number());
    }

    /** What is under way and was not confirmed is told again, from the first on. */
    void startOver() {
        sentBefore.addAll(underWay.keySet());
        underWay.clear();
        holding.startOver();
        last = -1;
    }
}
