package io.steward.agent.inbox;

import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.machine.BrokerClock;
import io.steward.agent.process.ProcessTable;
import io.steward.model.subject.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The inbox's decisions for a simulation, which brings broker and time. One thread at a time. */
public final class SimulatedInbox {
    /** One message as the consumer delivers it. */
    public record Arrival(
            String subject, byte[] json, long number, long place, long times, long pending, Instant storedAt) {}

    /** What a delivery is settled with: nothing of it, or how long until it comes again. */
    public enum Word {
        ACK,
        NAK,
        TERM
    }

    private final Desk desk;

    public SimulatedInbox(
            NodeName node,
            Duration ackWait,
            Duration patience,
            Journal journal,
            ProcessTable table,
            BrokerClock brokerTime) {
        InboxSettings settings = new InboxSettings(
                "COMMANDS", ackWait, patience, InboxSettings.PULL, InboxSettings.HEARTBEAT, Duration.ZERO);
        this.desk = new Desk(
                node,
                settings,
                journal,
                new Desk.Work() {
                    @Override
                    public void admit(Entry entry, boolean supersedes) {
                        table.admit(entry, supersedes);
                    }

                    @Override
                    public void open() {
                        table.open();
                    }
                },
                brokerTime);
    }

    public void start(long now) {
        desk.start(now);
    }

    public void linked(Instant at, long now) {
        desk.linked(at, now);
    }

    public void cut() {
        desk.cut();
    }

    public void nothingLeft() {
        desk.nothingLeft();
    }

    /** Whether the broker is to be asked for what it has now. */
    public boolean tick(long now) {
        return desk.tick(now);
    }

    /** The words in order; a NAK's delay is in {@link #delay}. */
    public List<Word> take(List<Arrival> arrivals, Instant at, long now) {
        List<Delivery> batch = arrivals.stream()
                .map(one -> new Delivery(
                        one.subject(),
                        one.json(),
                        "COMMANDS",
                        one.number(),
                        one.place(),
                        one.times(),
                        one.pending(),
                        one.storedAt()))
                .toList();
        return desk.take(batch, at, now).stream().map(SimulatedInbox::word).toList();
    }

    /** How long after a NAK it comes again. */
    public static Duration delay(long times) {
        return Settlement.of(Receipt.of(Receipt.Kind.BUSY), times) instanceof Settlement.Nak nak
                ? nak.after()
                : Duration.ZERO;
    }

    /** How many deliveries have to come again. */
    public long missing() {
        return desk.missing();
    }

    private static Word word(Settlement settlement) {
        if (settlement instanceof Settlement.Nak) {
            return Word.NAK;
        }
        return settlement instanceof Settlement.Term ? Word.TERM : Word.ACK;
    }
}
