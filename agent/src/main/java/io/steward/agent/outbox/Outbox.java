package io.steward.agent.outbox;

import io.nats.client.Connection;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.Lane;
import io.steward.agent.turn.Turns;
import io.steward.model.command.CommandId;
import io.steward.nats.Link;
import io.steward.nats.LinkEvent;
import io.steward.nats.LinkListener;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tells the log what the journal owes it: ACKs until they are stored, however long that takes, and events as long as
 * there is room for them. Each lane works in turns; any thread may call {@link #news}.
 */
public final class Outbox implements AutoCloseable, LinkListener {
    private final Journal journal;
    private final LaneSender acks;
    private final LaneSender events;
    private final AtomicLong duplicates = new AtomicLong();

    /** Tells every ACK by itself, as long as there is one command. */
    public Outbox(Journal journal, Link link, Turns turns, Consumer<CommandId> told, Consumer<Throwable> halt) {
        this(journal, link, turns, Duration.ZERO, told, halt);
    }

    /**
     * @param hold how long an ACK that is no end may wait for the end, which is then told alone; zero: each is told,
     *     but where several commands are under way or the log is busy those wait a little
     * @param told hears of each command whose end the log has stored
     * @param halt told once when the journal can't be written any more
     */
    public Outbox(
            Journal journal,
            Link link,
            Turns turns,
            Duration hold,
            Consumer<CommandId> told,
            Consumer<Throwable> halt) {
        this.journal = journal;
        this.acks = new LaneSender(Lane.ACKS, journal, link, turns, hold, told, duplicates, halt);
        this.events = new LaneSender(Lane.EVENTS, journal, link, turns, Duration.ZERO, told, duplicates, halt);
    }

    public void start() {
        journal.listen(this::news);
        acks.start();
        events.start();
    }

    /** There may be something to tell. Never blocks. */
    public void news() {
        acks.news();
        events.news();
    }

    /** How often the log had a message that was told for the first time. */
    public long duplicates() {
        return duplicates.get();
    }

    @Override
    public void changed(LinkEvent event, Connection connection) {
        if (event == LinkEvent.DISCONNECTED) {
            return;
        }
        acks.linked();
        events.linked();
    }

    @Override
    public void close() {
        acks.close();
        events.close();
    }
}
