package io.steward.agent.journal;

import io.steward.model.command.CommandId;
import io.steward.model.subject.ProcessName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that every journal keeps, over tables that somebody else makes durable. Changes are made under one lock;
 * {@link #changed} then waits for the disk outside of it, so that many can wait for one fsync.
 */
abstract class BookJournal implements Journal {
    private static final long OWED_BYTES = 4 << 20;

    private final Tables tables;
    private final JournalLimits limits;
    private final InstantSource clock;
    private final Book book;
    private volatile Runnable news = () -> {};

    BookJournal(Tables tables, JournalLimits limits, InstantSource clock, String freshId) {
        this.tables = tables;
        this.limits = limits;
        this.clock = clock;
        this.book = new Book(tables, freshId);
    }

    /** The lock under which tables are changed and committed. */
    final Object lock() {
        return book;
    }

    /** Called under the lock before a change; throws if nothing can be made durable any more. */
    abstract void usable();

    /** Called under the lock after a change; answers what {@link #durable(long)} has to wait for, which is called next. */
    abstract long changed();

    /** As {@link #changed}, for what nobody waits for: it goes to the disk with what comes next, or a little later. */
    void changedAtLeisure() {
        changed();
    }

    /** Waits until the disk has it. */
    abstract void durable(long change);

    /** Sees to it that the listener hears once the disk has it. */
    void soonDurable(long change) {
        durable(change);
        tellNews();
    }

    /** Something is on disk that was not, or nothing will be any more. */
    final void tellNews() {
        news.run();
    }

    /** Owed messages below this number are on disk. */
    abstract long durableNumber();

    /** Bytes that the disk has left. */
    abstract long room();

    final long nextNumber() {
        return book.next();
    }

    @Override
    public final void append(List<Change> changes) {
        durable(taken(changes));
        news.run();
    }

    @Override
    public final void note(List<Change> changes) {
        soonDurable(taken(changes));
    }

    @Override
    public final Runnable begin(List<Change> changes) {
        long change = taken(changes);
        return () -> {
            durable(change);
            news.run();
        };
    }

    private long taken(List<Change> changes) {
        synchronized (book) {
            usable();
            int fresh = Steps.check(changes, book::status);
            if (fresh > 0) {
                refuseIfFull(fresh);
            }
            changes.forEach(one -> one.match(book));
            book.bound(limits.ended());
            return changed();
        }
    }

    @Override
    public final void listen(Runnable listener) {
        news = listener;
    }

    @Override
    public final boolean report(Outgoing event) {
        long change;
        synchronized (book) {
            usable();
            if (!event.must() && !fits(event)) {
                book.drop();
                changedAtLeisure();
                return false;
            }
            book.report(event);
            change = changed();
        }
        durable(change);
        news.run();
        return true;
    }

    @Override
    public final void told(Lane lane, Collection<Long> numbers) {
        synchronized (book) {
            usable();
            book.told(lane, numbers, clock.instant());
            book.boundAcks(limits.ackBytes());
            changedAtLeisure();
        }
    }

    @Override
    public final int owesAgain(Instant since) {
        int again;
        long change;
        synchronized (book) {
            usable();
            again = book.owesAgain(since);
            change = changed();
        }
        durable(change);
        news.run();
        return again;
    }

    @Override
    public final void check() {
        synchronized (book) {
            usable();
        }
    }

    @Override
    public final List<Owed> owed(Lane lane, long after, int most) {
        check();
        List<Owed> owed = new ArrayList<>();
        long size = 0;
        Iterator<Long> numbers = tables.lane(lane).from(after + 1);
        while (owed.size() < most && size < OWED_BYTES && numbers.hasNext()) {
            long number = numbers.next();
            if (number >= durableNumber()) {
                break;
            }
            byte[] bytes = tables.lane(lane).get(number);
            if (bytes != null) {
                owed.add(Records.owed(number, bytes));
                size += bytes.length;
            }
        }
        return owed;
    }

    @Override
    public final String id() {
        return book.id();
    }

    @Override
    public final Reception reception() {
        return book.reception();
    }

    @Override
    public final Optional<CommandId> forgottenTo() {
        return book.forgottenTo();
    }

    @Override
    public final Optional<Entry> entry(CommandId id) {
        return book.entry(id);
    }

    @Override
    public final List<Entry> open() {
        synchronized (book) {
            return book.open();
        }
    }

    @Override
    public final long owing(Lane lane) {
        return tables.lane(lane).size();
    }

    @Override
    public final long openCount() {
        return book.openCount();
    }

    @Override
    public final long size() {
        return tables.entries().size();
    }

    @Override
    public final long dropped() {
        return book.dropped();
    }

    @Override
    public final Map<ProcessName, Optional<String>> processes() {
        Map<ProcessName, Optional<String>> processes = new LinkedHashMap<>();
        for (Iterator<String> all = tables.processes().from(null); all.hasNext(); ) {
            String name = all.next();
            byte[] settings = tables.processes().get(name);
            int dot = name.indexOf('.');
            if (settings != null) {
                processes.put(
                        new ProcessName(name.substring(0, dot), name.substring(dot + 1)), Records.settings(settings));
            }
        }
        return processes;
    }

    private void refuseIfFull(int fresh) {
        if (book.openCount() + fresh > limits.open()) {
            throw new JournalFull(
                    JournalFull.Shortage.OPEN_COMMANDS,
                    book.openCount() + " commands are open; at most " + limits.open());
        }
        if (room() < limits.reserve()) {
            throw new JournalFull(
                    JournalFull.Shortage.DISK,
                    "the disk has " + room() + " bytes left; " + limits.reserve() + " are kept");
        }
    }

    private boolean fits(Outgoing event) {
        return tables.events().size() < limits.events()
                && book.eventBytes() + event.json().length <= limits.eventBytes()
                && room() >= limits.reserve();
    }
}
