package io.steward.agent.inbox;

import io.steward.agent.journal.Reception;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds commands back while some before them have to come again, and lets them through in the order of the stream. One
 * thread.
 */
final class Gate {
    private final List<Intake.Fresh> held = new ArrayList<>();
    private final Consumer<Intake.Fresh> through;

    Gate(Consumer<Intake.Fresh> through) {
        this.through = through;
    }

    void add(List<Intake.Fresh> fresh) {
        held.addAll(fresh);
    }

    /** Lets through what may run now. */
    void open(Reception reception) {
        List<Intake.Fresh> free = held.stream()
                .filter(one -> reception.mayRun(one.entry().streamSeq()))
                .sorted(Comparator.comparingLong(one -> one.entry().streamSeq()))
                .toList();
        held.removeAll(free);
        free.forEach(through);
    }

    int waiting() {
        return held.size();
    }
}
