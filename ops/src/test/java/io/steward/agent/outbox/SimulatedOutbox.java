package io.steward.agent.outbox;

import io.steward.agent.journal.Journal;
import io.steward.agent.journal.Lane;
import io.steward.agent.journal.Owed;
import io.steward.model.command.CommandId;
import java.util.List;
import java.util.function.Consumer;

/** The outbox's decisions for a simulation, which brings the broker. One thread at a time. */
public final class SimulatedOutbox {
    private final Telling telling;

    public SimulatedOutbox(Journal journal, Consumer<CommandId> told) {
        this.telling = new Telling(Lane.ACKS, journal, told, 0);
    }

    public List<Owed> next(long now) {
        return telling.next(now);
    }

    /** After how many nanoseconds there is something more, at most so many. */
    public long rest(long longest, long now) {
        return telling.rest(longest, now);
    }

    public void stored(Owed owed) {
        telling.stored(List.of(owed));
    }

    public void startOver() {
        telling.startOver();
    }
}
