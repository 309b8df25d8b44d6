package io.steward.agent.process;

import io.steward.agent.journal.Entry;
import io.steward.agent.method.Stop;
import io.steward.model.command.CommandId;
import io.steward.model.subject.Subject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private volatile boolean vouched;
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

    /** A trusted key signed it, as far as that was looked at. */
    boolean vouched() {
        return vouched;
    }

    void vouch(boolean signed) {
        vouched = signed;
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
        return true;
    }

    void end() {
        synchronized (this) {
            stage = Stage.OVER;
        }
        over.complete(null);
    }

    /** Done once it is over. */
    CompletableFuture<Void> over() {
        return over;
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
