package io.steward.agent.process;

import io.steward.agent.journal.Entry;
import io.steward.agent.method.Stop;
import io.steward.model.command.CommandId;
import io.steward.model.subject.Subject;
import java.util.Optional;

/**
 * One command that has not ended, in memory: who it is, where it stands, and whether its work is under way. Thread-safe:
 * whoever moves it on first has won.
 */
final class Held implements Comparable<Held> {
    /** Where it is. */
    enum Stage {
        WAITING,
        STARTING,
        RUNNING,
        OVER
    }

    private final CommandId id;
    private final Subject subject;
    private final long place;
    private final boolean begun;
    private final Stop stop = new Stop();
    private Stage stage = Stage.WAITING;

    Held(Entry entry) {
        this.id = entry.id();
        this.subject = entry.subject();
        this.place = entry.streamSeq();
        this.begun = entry.startedAt().isPresent();
        if (entry.cancelAsked()) {
            stop.request(Stop.Reason.CANCEL);
        }
    }

    CommandId id() {
        return id;
    }

    Subject subject() {
        return subject;
    }

    long place() {
        return place;
    }

    /** An earlier agent process had started it. */
    boolean begun() {
        return begun;
    }

    Stop stop() {
        return stop;
    }

    synchronized Stage stage() {
        return stage;
    }

    /** True for the one who moves it from this stage to that. */
    synchronized boolean move(Stage from, Stage to) {
        if (stage != from) {
            return false;
        }
        stage = to;
        notifyAll();
        return true;
    }

    synchronized void over() {
        stage = Stage.OVER;
        notifyAll();
    }

    /** Waits until it is over; false if it isn't by then. */
    synchronized boolean awaitOver(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (stage != Stage.OVER && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        return stage == Stage.OVER;
    }

    Optional<Stop.Reason> stopReason() {
        return stop.requested();
    }

    @Override
    public int compareTo(Held other) {
        int byPlace = Long.compare(place, other.place);
        return byPlace != 0 ? byPlace : id.compareTo(other.id);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Held held && id.equals(held.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
