package io.steward.agent.journal;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
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
                Records.owed(number, owed).ends().ifPresent(id -> ended(id, at));
            }
        }
    }

    @Override
    public void received(Change.Received change) {
        tables.meta().put(RECEPTION, Records.reception(change.reception()));
    }

    @Override
    public void delivered(Change.Delivered change) {
        Entry entry = change.entry();
        tables.commands().put(entry.id().value(), entry.command());
        put(entry);
        open.incrementAndGet();
        owe(entry, ack(entry, Status.DELIVERED, entry.deliveredAt()));
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

    private void forget(long number) {
        byte[] end = tables.ends().remove(number);
        if (end != null) {
            tables.entries().remove(Records.endId(end));
        }
    }

    private void ended(CommandId id, Instant at) {
        tables.commands().remove(id.value());
        tables.ends().put(numbered(), Records.end(id, at));
    }

    private void owe(Entry entry, Ack ack) {
        Outgoing message = new Outgoing(entry.subject().ack(), ack.messageId(), Codec.encode(ack), true);
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
