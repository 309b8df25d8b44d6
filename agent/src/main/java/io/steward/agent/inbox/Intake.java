package io.steward.agent.inbox;

import io.steward.agent.journal.Change;
import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.JournalFull;
import io.steward.agent.journal.Outgoing;
import io.steward.agent.journal.Reception;
import io.steward.agent.trust.Gatekeeper;
import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Json;
import io.steward.model.wire.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes deliveries into the journal, a batch at a time with one fsync, and answers what each is to be settled with. Knows
 * nothing of the broker. One thread.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int LONGEST_SUBJECT = 300;

    /**
     * What happened to a batch: the receipts in its order, and what may now be run, held back or not.
     *
     * @param disk waits until the journal has all of it on disk: to be called before anything is settled
     */
    record Taken(List<Receipt> receipts, List<Fresh> fresh, Runnable disk) {}

    /** A command that the journal has now; its content is left there. */
    record Fresh(Entry entry, boolean supersedes) {}

    private final NodeName node;
    private final Journal journal;
    private Reception reception;
    private volatile Optional<String> trouble = Optional.empty();

    Intake(NodeName node, Journal journal) {
        this.node = node;
        this.journal = journal;
        this.reception = journal.reception();
    }

    /** What the journal holds from before. */
    List<Fresh> before() {
        return journal.open().stream()
                .map(entry -> new Fresh(entry, supersedes(entry.id())))
                .toList();
    }

    Reception reception() {
        return reception;
    }

    /** Why the last batch could not be taken; empty if it was. Any thread. */
    Optional<String> trouble() {
        return trouble;
    }

    /** The missing deliveries did not come again. */
    void giveUp() {
        reception = reception.givenUp();
        journal.append(List.of(new Change.Received(reception)));
    }

    /**
     * Takes a batch. Nothing of it may be acked yet, but run: what the journal says of a run is on disk only with what came
     * before it.
     *
     * @param cuts how often the connection was cut since the last batch
     */
    Taken take(List<Delivery> batch, int cuts, Instant now) {
        Reception before = reception;
        List<Reading> readings = new ArrayList<>();
        Set<CommandId> meanwhile = new HashSet<>();
        int since = cuts;
        for (Delivery delivery : batch) {
            Reading reading = Reading.of(
                    delivery,
                    node,
                    id -> meanwhile.contains(id) || journal.entry(id).isPresent(),
                    command -> Gatekeeper.tooOld(command, journal.forgottenTo()),
                    now);
            reading.fresh().map(Entry::id).ifPresent(meanwhile::add);
            reading.rejected().map(Entry::id).ifPresent(meanwhile::add);
            boolean known = reading.receipt().kind() == Receipt.Kind.KNOWN_ALREADY;
            reception = reception.after(delivery.number(), delivery.place(), delivery.again(), known, since);
            since = 0;
            readings.add(reading);
        }
        Runnable disk;
        try {
            disk = journal.begin(changes(readings, now));
            trouble = Optional.empty();
        } catch (JournalFull e) {
            LOG.warn("no commands are taken for now: {}", e.getMessage());
            reception = before;
            trouble = Optional.of(String.valueOf(e.getMessage()));
            return refused(batch, e, now.plus(Settlement.LONGEST));
        }
        for (int i = 0; i < batch.size(); i++) {
            report(batch.get(i), readings.get(i).receipt());
        }
        return new Taken(receipts(readings), fresh(readings), disk);
    }

    private boolean supersedes(CommandId id) {
        try {
            Entry entry = journal.entry(id).orElseThrow();
            return Codec.decodeCommand(entry.subject(), entry.command()).supersedes();
        } catch (Unreadable e) {
            return false; // another version took it; its process will answer
        }
    }

    private List<Change> changes(List<Reading> readings, Instant now) {
        List<Change> changes = new ArrayList<>();
        for (Reading reading : readings) {
            reading.fresh().ifPresent(entry -> changes.add(new Change.Delivered(entry)));
            reading.rejected().ifPresent(entry -> {
                changes.add(new Change.Delivered(entry));
                changes.add(new Change.Ended(rejection(entry, reading.receipt(), now)));
            });
        }
        changes.add(new Change.Received(reception));
        return changes;
    }

    // Nothing of the batch was taken: all of it has to come again before what is behind it may run.
    private Taken refused(List<Delivery> batch, JournalFull full, Instant until) {
        Receipt.Kind kind = switch (full.shortage()) {
            case DISK -> Receipt.Kind.DISK_FULL;
            case OPEN_COMMANDS -> Receipt.Kind.BUSY;
        };
        List<Receipt> receipts = new ArrayList<>();
        for (Delivery delivery : batch) {
            reception = reception.refused(delivery.number(), delivery.place(), delivery.again(), until.toEpochMilli());
            receipts.add(new Receipt(kind, "no-room", String.valueOf(full.getMessage())));
        }
        return new Taken(receipts, List.of(), () -> {});
    }

    private void report(Delivery delivery, Receipt receipt) {
        if (receipt.kind() != Receipt.Kind.UNREADABLE && receipt.kind() != Receipt.Kind.NOT_OURS) {
            return;
        }
        LOG.warn(
                "message {} of stream {} is refused: {} ({})",
                delivery.place(),
                delivery.stream(),
                receipt.code(),
                receipt.reason());
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("v", 1);
        event.put(
                "subject",
                delivery.subject().substring(0, Math.min(delivery.subject().length(), LONGEST_SUBJECT)));
        event.put("stream", delivery.stream());
        event.put("seq", delivery.place());
        event.put("code", receipt.code());
        event.put("message", receipt.reason());
        journal.report(new Outgoing(
                Subject.event(node, "poison", "agent"),
                node + ".poison." + delivery.stream() + "." + delivery.place(),
                Json.text(event).getBytes(StandardCharsets.UTF_8),
                false));
    }

    private static Ack rejection(Entry entry, Receipt receipt, Instant now) {
        return new Ack(
                entry.id(),
                Status.REJECTED,
                now,
                Optional.of(entry.deliveredAt()),
                Optional.empty(),
                0,
                Optional.empty(),
                Output.NONE,
                Optional.of(new Fault(receipt.code(), receipt.reason())));
    }

    private static List<Receipt> receipts(List<Reading> readings) {
        return readings.stream().map(Reading::receipt).toList();
    }

    private static List<Fresh> fresh(List<Reading> readings) {
        return readings.stream()
                .filter(reading -> reading.fresh().isPresent())
                .map(reading -> new Fresh(reading.fresh().get().withoutCommand(), reading.supersedes()))
                .toList();
    }
}
