package io.steward.agent.journal;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The journal's rules over tables that lose in a crash what was not synced. One thread at a time. */
public final class VolatileJournal extends BookJournal {
    /** The disk of one machine: outlives its agents. */
    public static final class Disk {
        private final Deque<Runnable> undo = new ArrayDeque<>();
        private final Tables tables = new Tables(sorted(), sorted(), sorted(), sorted(), sorted(), sorted(), sorted());
        public boolean full;

        /** What was changed since the last sync is gone. */
        public void crash() {
            while (!undo.isEmpty()) {
                undo.removeLast().run();
            }
        }

        private <K extends Comparable<K>> Table<K, byte[]> sorted() {
            return new Sorted<>(undo);
        }
    }

    /** What happens at each sync: may let time pass, and may crash the agent before it or behind it. */
    public interface Syncing {
        void around(Runnable sync);
    }

    private final Disk disk;
    private final Syncing syncing;
    private long changes;
    private long synced;
    private long durableNumber;

    public VolatileJournal(Disk disk, JournalLimits limits, InstantSource clock, String freshId, Syncing syncing) {
        super(disk.tables, limits, clock, freshId);
        this.disk = disk;
        this.syncing = syncing;
        sync();
    }

    @Override
    void usable() {}

    @Override
    long changed() {
        return ++changes;
    }

    @Override
    void durable(long change) {
        if (synced < change) {
            syncing.around(this::sync);
        }
    }

    @Override
    long durableNumber() {
        return durableNumber;
    }

    @Override
    long room() {
        return disk.full ? 0 : Long.MAX_VALUE;
    }

    @Override
    public void close() {}

    private void sync() {
        disk.undo.clear();
        synced = changes;
        durableNumber = nextNumber();
    }

    private static final class Sorted<K extends Comparable<K>> implements Table<K, byte[]> {
        private final TreeMap<K, byte[]> map = new TreeMap<>();
        private final Deque<Runnable> undo;

        Sorted(Deque<Runnable> undo) {
            this.undo = undo;
        }

        @Override
        public byte @Nullable [] get(K key) {
            return map.get(key);
        }

        @Override
        public void put(K key, byte[] value) {
            restore(key, map.put(key, value));
        }

        @Override
        public byte @Nullable [] remove(K key) {
            byte[] before = map.remove(key);
            if (before != null) {
                restore(key, before);
            }
            return before;
        }

        @Override
        public long size() {
            return map.size();
        }

        @Override
        public Iterator<K> from(@Nullable K key) {
            return java.util.List.copyOf((key == null ? map : map.tailMap(key, true)).keySet())
                    .iterator();
        }

        private void restore(K key, byte @Nullable [] before) {
            undo.addLast(() -> {
                if (before == null) {
                    map.remove(key);
                } else {
                    map.put(key, before);
                }
            });
        }
    }
}
