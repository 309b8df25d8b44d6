package io.steward.agent.journal;

import java.io.File;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.function.Supplier;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * A journal in one file of H2's MVStore: log-structured, every chunk with a check sum, so that a torn write is never
 * read back as data.
 *
 * <p>Nothing is committed by itself: one thread at a time commits under the journal's lock and then asks the file system
 * for an fsync outside of it; all who appended meanwhile wait for the next one together. If commit or fsync fails, everybody
 * waiting and everybody after gets {@link JournalBroken}. One process may have the file open at a time.
 */
public final class MvStoreJournal extends BookJournal {
    private static final int CACHE_MEGABYTES = 8;
    /** None: nothing is moved about in the file while it closes. */
    private static final int CLOSE_MILLIS = 0;

    private static final String CLEAN = "clean";
    private static final int RETENTION_MILLIS = 5_000;
    private static final int FILL_RATE = 60;
    private static final int COMPACT_BYTES = 4 << 20;

    private final MVStore store;
    private final File folder;
    private final SyncedFile file;
    private final GroupCommit commits;

    private MvStoreJournal(
            MVStore store, SyncedFile file, File folder, JournalLimits limits, InstantSource clock, String freshId) {
        super(tables(store), limits, clock, freshId);
        this.store = store;
        this.file = file;
        this.folder = folder;
        this.commits = new GroupCommit(lock(), this::commit, file::sync, this::nextNumber, this::tellNews);
    }

    /**
     * Opens the file, or makes it.
     *
     * @param freshId the journal's id, if it is made now
     * @throws JournalBroken if the file can't be read or another process has it open
     */
    public static MvStoreJournal open(Path file, JournalLimits limits, InstantSource clock, String freshId) {
        return open(file, limits, clock, freshId, RETENTION_MILLIS);
    }

    /** @param retentionMillis after which the room of what is stale may be written over */
    static MvStoreJournal open(
            Path file, JournalLimits limits, InstantSource clock, String freshId, int retentionMillis) {
        try {
            MVStore store = new MVStore.Builder()
                    // An interrupt would close the file under everybody; "retry:" opens it again.
                    .fileName("retry:" + file.toAbsolutePath())
                    .autoCommitDisabled()
                    .cacheSize(CACHE_MEGABYTES)
                    .open();
            // Stale chunks guard against reordered writes; here each commit is synced before the next.
            store.setRetentionTime(retentionMillis);
            File folder = file.toAbsolutePath().getParent().toFile();
            return begun(store, file, folder, limits, clock, freshId);
        } catch (RuntimeException e) {
            // Of a damaged file the store throws what its parsers throw, not only exceptions of its own.
            throw new JournalBroken("journal " + file + " can't be opened: " + e.getMessage(), e);
        }
    }

    // What can't be used lets its file go.
    private static MvStoreJournal begun(
            MVStore store, Path path, File folder, JournalLimits limits, InstantSource clock, String freshId) {
        @Nullable SyncedFile file = null;
        try {
            file = SyncedFile.open(path);
            MvStoreJournal journal = new MvStoreJournal(store, file, folder, limits, clock, freshId);
            journal.commits.start();
            journal.append(java.util.List.of());
            return journal;
        } catch (RuntimeException e) {
            store.closeImmediately();
            if (file != null) {
                file.close();
            }
            throw e;
        }
    }

    /** Makes room in the file when much of it is stale. Costs some writing; for quiet moments. */
    public void compact() {
        commits.quietly(() -> store.compact(FILL_RATE, COMPACT_BYTES));
    }

    @Override
    void usable() {
        commits.usable();
    }

    @Override
    long changed() {
        return commits.changed();
    }

    @Override
    void changedAtLeisure() {
        commits.changedAtLeisure();
    }

    @Override
    void durable(long change) {
        commits.await(change);
    }

    @Override
    void soonDurable(long change) {
        commits.press(change); // whoever syncs tells, as behind each sync
    }

    @Override
    long durableNumber() {
        return commits.durableMark();
    }

    @Override
    long room() {
        return folder.getUsableSpace();
    }

    @Override
    public void close() {
        commits.close();
        if (!store.isClosed()) {
            store.close(CLOSE_MILLIS);
        }
        file.close();
    }

    /**
     * MVStore renews the file's header only now and then; after a crash it goes from the chunk that the header names
     * from each to its next. A commit that takes the room of one of those and is cut off breaks that way, and up to
     * twenty commits behind it, synced long ago, are forgotten. A header that says "closed cleanly" is renewed with the
     * next chunk; so it is made to say so in memory, and names the last chunk before any room is written over.
     */
    private void commit() {
        store.getStoreHeader().put(CLEAN, 1);
        store.commit();
    }

    private static Tables tables(MVStore store) {
        return new Tables(
                named(store, "meta"),
                named(store, "entries"),
                named(store, "commands"),
                numbered(store, "acks"),
                numbered(store, "events"),
                numbered(store, "ends"),
                named(store, "processes"));
    }

    private static Table<String, byte[]> named(MVStore store, String name) {
        return table(store, name, StringDataType.INSTANCE);
    }

    private static Table<Long, byte[]> numbered(MVStore store, String name) {
        return table(store, name, LongDataType.INSTANCE);
    }

    private static <K> Table<K, byte[]> table(MVStore store, String name, DataType<K> keys) {
        return new MapTable<>(store.openMap(
                name, new MVMap.Builder<K, byte[]>().keyType(keys).valueType(ByteArrayDataType.INSTANCE)));
    }

    /** What damage in the file makes of a read is said as what it is: the store finds it only when it comes there. */
    private static <T> T sound(Supplier<T> access) {
        try {
            return access.get();
        } catch (RuntimeException e) {
            throw new JournalBroken("the journal can't be read: " + e.getMessage(), e);
        }
    }

    private record MapTable<K>(MVMap<K, byte[]> map) implements Table<K, byte[]> {
        @Override
        public byte @Nullable [] get(K key) {
            return sound(() -> map.get(key));
        }

        @Override
        public void put(K key, byte[] value) {
            sound(() -> map.put(key, value));
        }

        @Override
        public byte @Nullable [] remove(K key) {
            return sound(() -> map.remove(key));
        }

        @Override
        public long size() {
            return sound(map::sizeAsLong);
        }

        @Override
        public Iterator<K> from(@Nullable K key) {
            Iterator<K> keys = sound(() -> map.keyIterator(key));
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return sound(keys::hasNext);
                }

                @Override
                public K next() {
                    return sound(keys::next);
                }
            };
        }
    }
}
