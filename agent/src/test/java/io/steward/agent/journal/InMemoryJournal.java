package io.steward.agent.journal;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A journal that forgets. For tests that are about something else. */
public final class InMemoryJournal extends BookJournal {
    /** How many changes there were, and up to which one somebody waited for the disk. */
    public final AtomicLong changes = new AtomicLong();

    public final AtomicLong forced = new AtomicLong();
    public volatile long room = Long.MAX_VALUE;

    public InMemoryJournal(JournalLimits limits, InstantSource clock, String id) {
        super(
                new Tables(
                        new Sorted<>(),
                        new Sorted<>(),
                        new Sorted<>(),
                        new Sorted<>(),
                        new Sorted<>(),
                        new Sorted<>(),
                        new Sorted<>()),
                limits,
                clock,
                id);
    }

    @Override
    void usable() {}

    @Override
    long changed() {
        return changes.incrementAndGet();
    }

    @Override
    void durable(long change) {
        forced.accumulateAndGet(change, Math::max);
    }

    @Override
    long durableNumber() {
        return Long.MAX_VALUE;
    }

    @Override
    long room() {
        return room;
    }

    @Override
    public void close() {}

    private static final class Sorted<K extends Comparable<K>> implements Table<K, byte[]> {
        private final ConcurrentSkipListMap<K, byte[]> map = new ConcurrentSkipListMap<>();

        @Override
        public byte @Nullable [] get(K key) {
            return map.get(key);
        }

        @Override
        public void put(K key, byte[] value) {
            map.put(key, value);
        }

        @Override
        public byte @Nullable [] remove(K key) {
            return map.remove(key);
        }

        @Override
        public long size() {
            return map.size();
        }

        @Override
        public Iterator<K> from(@Nullable K key) {
            return (key == null ? map : map.tailMap(key)).keySet().iterator();
        }
    }
}
