package io.steward.agent.journal;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Journaled;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What each change does to the tables. It judges nothing, makes nothing durable and is called by one thread at a time;
 * readers may look meanwhile.
 */
final class Book implements Change.Cases {
    private static final String ID = "id";
    private static final String RECEPTION = "reception";
    private static final String DROPPED = "dropped";
    private static final String NEXT = "next";
    private static final String COMMANDS = "commands";
    private static final String ACK_BYTES = "ackBytes";
    private static final String ACKS_FROM = "acksFrom";
    private static final String FORGOTTEN = "forgotten";

    private final Tables tables;
    private long next;
    private long eventBytes;
    private final AtomicLong open = new AtomicLong();

    Book(Tables tables, String freshId) {
        this.tables = tables;
        if (tables.meta().get(ID) == null) {
            tables.meta().put(ID, freshId.getBytes(StandardCharsets.UTF_8));
        }
        this.next = number(NEXT);
        for (Iterator<Long> all = tables.events().from(null); all.hasNext(); ) {
            eventBytes += size(tables.events().get(all.next()));
        }
        open.set(open().size());
    }

    String id() {
        byte[] id = tables.meta().get(ID);
        return id == null ? "" : new String(id, StandardCharsets.UTF_8);
    }

    Optional<CommandId> forgottenTo() {
        byte[] id = tables.meta().get(FORGOTTEN);
        return id == null ? Optional.empty() : Optional.of(CommandId.of(new String(id, StandardCharsets.UTF_8)));
    }

    Reception reception() {
        byte[] bytes = tables.meta().get(RECEPTION);
        return bytes == null ? Reception.NONE : Records.reception(bytes);
    }

    Optional<Entry> entry(CommandId id) {
        byte[] bytes = tables.entries().get(id.value());
        if (bytes == null) {
            return Optional.empty();
        }
        byte[] command = tables.commands().get(id.value());
        return Optional.of(Records.entry(id, bytes, command == null ? new byte[0] : command));
    }

    Optional<Status> status(CommandId id) {
        byte[] bytes = tables.entries().get(id.value());
        return bytes == null
                ? Optional.empty()
                : Optional.of(Records.entry(id, bytes, new byte[0]).status());
    }

    List<Entry> open() {
        List<Entry> open = new ArrayList<>();
        for (Iterator<String> all = tables.entries().from(null); all.hasNext(); ) {
            entry(CommandId.of(all.next()))
                    .filter(entry -> !entry.status().terminal())
                    .map(Entry::withoutCommand)
                    .ifPresent(open::add);
        }
        open.sort(java.util.Comparator.comparingLong(Entry::streamSeq));
        return open;
    }

    long openCount() {
        return open.get();
    }

    long eventBytes() {
        return eventBytes;
    }

    long dropped() {
        return number(DROPPED);
    }

    /** The number that the next owed message will have. */
    long next() {
        return next;
    }

    void report(Outgoing event) {
        byte[] owed = Records.owed(event, Optional.empty(), false);
        eventBytes += owed.length;
        tables.events().put(numbered(), owed);
    }

    void drop() {
        tables.meta().put(DROPPED, Records.number(dropped() + 1));
    }

    void told(Lane lane, Iterable<Long> numbers, Instant at) {
        for (long number : numbers) {
            byte[] owed = tables.lane(lane).remove(number);
            if (owed != null && lane == Lane.EVENTS) {
                eventBytes -= owed.length;
            } else if (owed != null) {
                Records.owed(number, owed).ends().ifPresent(id -> ended(id, at, owed));
            }
        }
    }

    @Override
    public void received(Change.Received change) {
        tables.meta().put(RECEPTION, Records.reception(change.reception()));
    }

    @Override
    public void delivered(Change.Delivered change) {
        Entry entry = change.entry().numbered(number(COMMANDS) + 1);
        tables.meta().put(COMMANDS, Records.number(entry.number()));
        tables.commands().put(entry.id().value(), entry.command());
        put(entry);
        open.incrementAndGet();
        owe(entry, ack(entry, Status.DELIVERED, entry.deliveredAt()));
    }

    @Override
    public void vouched(Change.Vouched change) {
        put(known(change.id()).withVouched());
    }

    @Override
    public void started(Change.Started change) {
        Entry before = known(change.id());
        Entry started = before.started(change);
        put(started);
        if (started.attempt() != before.attempt()) {
            owe(started, ack(started, Status.STARTED, change.at()));
        }
    }

    @Override
    public void cancelAsked(Change.CancelAsked change) {
        put(known(change.id()).withCancelAsked());
    }

    @Override
    public void ended(Change.Ended change) {
        Entry ended = known(change.ack().id()).ended(change.ack().status());
        put(ended);
        open.decrementAndGet();
        owe(ended, change.ack());
    }

    @Override
    public void settled(Change.Settled change) {
        tables.processes().put(change.process().toString(), Records.settings(change.settings()));
    }

    @Override
    public void pruned(Change.Pruned change) {
        Set<String> ended = new HashSet<>();
        List<Long> lesser = new ArrayList<>();
        List<Long> all = new ArrayList<>();
        tables.acks().from(null).forEachRemaining(all::add);
        for (int i = all.size() - 1; i >= 0; i--) {
            byte[] owed = tables.acks().get(all.get(i));
            if (owed == null) {
                continue;
            }
            if (Records.owed(all.get(i), owed).ends().isPresent()) {
                ended.add(Records.about(owed));
            } else if (ended.contains(Records.about(owed))) {
                lesser.add(all.get(i));
            }
        }
        lesser.forEach(tables.acks()::remove);
    }

    @Override
    public void swept(Change.Swept change) {
        List<Long> old = new ArrayList<>();
        for (Iterator<Long> all = tables.ends().from(null); all.hasNext(); ) {
            long number = all.next();
            byte[] end = tables.ends().get(number);
            if (end == null || !Records.endAt(end).isBefore(change.before())) {
                break;
            }
            old.add(number);
        }
        old.forEach(this::forget);
    }

    /** Keeps no more than this many ended commands. */
    void bound(int most) {
        while (tables.ends().size() > most) {
            forget(tables.ends().from(null).next());
        }
    }

    /** Keeps no more bytes of ACKs than this; their commands stay known. */
    void boundAcks(long most) {
        Iterator<Long> all = tables.ends().from(number(ACKS_FROM));
        while (number(ACK_BYTES) > most && all.hasNext()) {
            long number = all.next();
            byte[] end = tables.ends().get(number);
            if (end != null) {
                byte[] bare = Records.end(CommandId.of(Records.endId(end)), Records.endAt(end), new byte[0]);
                tables.ends().put(number, bare);
                countAckBytes(bare.length - (long) end.length);
            }
            tables.meta().put(ACKS_FROM, Records.number(number + 1));
        }
    }

    int owesAgain(Instant since) {
        List<Long> ends = new ArrayList<>();
        tables.ends().from(null).forEachRemaining(ends::add);
        int again = 0;
        for (Entry entry : open()) {
            Instant at = entry.status() == Status.STARTED ? entry.startedAt().orElseThrow() : entry.deliveredAt();
            owe(entry, ack(entry, entry.status(), at));
            again++;
        }
        for (long number : ends) {
            again += endOwedAgain(number, since) ? 1 : 0;
        }
        return again;
    }

    private boolean endOwedAgain(long number, Instant since) {
        byte[] end = tables.ends().get(number);
        byte[] owed = end == null ? new byte[0] : Records.endOwed(end);
        if (end == null || owed.length == 0 || Records.endAt(end).isBefore(since)) {
            return false;
        }
        tables.ends().remove(number);
        countAckBytes(-end.length);
        tables.acks().put(numbered(), owed);
        return true;
    }

    private void countAckBytes(long more) {
        tables.meta().put(ACK_BYTES, Records.number(Math.max(0, number(ACK_BYTES) + more)));
    }

    private void forget(long number) {
        byte[] end = tables.ends().remove(number);
        if (end != null) {
            countAckBytes(-end.length);
            remember(CommandId.of(Records.endId(end)));
            tables.entries().remove(Records.endId(end));
        }
    }

    private void remember(CommandId id) {
        boolean vouched = entry(id).stream().anyMatch(Entry::vouched);
        if (vouched && forgottenTo().stream().allMatch(before -> before.compareTo(id) < 0)) {
            tables.meta().put(FORGOTTEN, id.value().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void ended(CommandId id, Instant at, byte[] owed) {
        tables.commands().remove(id.value());
        byte[] end = Records.end(id, at, owed);
        tables.ends().put(numbered(), end);
        countAckBytes(end.length);
    }

    private void owe(Entry entry, Ack ack) {
        Ack told = ack.with(Optional.of(
                new Journaled(id(), entry.number() == 0 ? OptionalLong.empty() : OptionalLong.of(entry.number()))));
        Outgoing message = new Outgoing(entry.subject().ack(), told.messageId(), Codec.encode(told), true);
        tables.acks()
                .put(
                        numbered(),
                        Records.owed(
                                message, Optional.of(entry.id()), ack.status().terminal()));
    }

    private static Ack ack(Entry entry, Status status, Instant at) {
        return new Ack(
                entry.id(),
                status,
                at,
                Optional.of(entry.deliveredAt()),
                entry.startedAt(),
                entry.attempt(),
                Optional.empty(),
                Output.NONE,
                Optional.empty());
    }

    private Entry known(CommandId id) {
        return entry(id).orElseThrow(() -> new IllegalStateException("command " + id + " is not known"));
    }

    private void put(Entry entry) {
        tables.entries().put(entry.id().value(), Records.entry(entry));
    }

    private long numbered() {
        long number = next++;
        tables.meta().put(NEXT, Records.number(next));
        return number;
    }

    private long number(String name) {
        byte[] bytes = tables.meta().get(name);
        return bytes == null ? 0 : Records.number(bytes);
    }

    private static long size(byte @org.jspecify.annotations.Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
