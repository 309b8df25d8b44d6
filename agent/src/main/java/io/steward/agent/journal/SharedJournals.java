package io.steward.agent.journal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The journals of many nodes in one file, for a process that is many nodes: what any of them changes is appended to the
 * file, and one fsync serves all who wait. Each journal keeps the rules of every other and is as durable. What they hold
 * lies in memory as well, and the file is never made smaller. Any thread; one process may have the file open at a time.
 */
public final class SharedJournals implements AutoCloseable {
    private final Object lock = new Object();
    private final RandomAccessFile file; // a channel would be closed by an interrupt of whoever writes
    private final File folder;
    private final JournalLimits limits;
    private final InstantSource clock;
    private final GroupCommit commits = new GroupCommit(lock, this::commit, this::write, () -> 0, this::written);
    private final Set<One> noted = ConcurrentHashMap.newKeySet();
    private final Map<String, LoggedTables> found = new HashMap<>();
    private ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private byte[] leaving = new byte[0];

    private SharedJournals(RandomAccessFile file, File folder, JournalLimits limits, InstantSource clock) {
        this.file = file;
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens the file, or makes it. A block at its end that was not written whole is cut off.
     *
     * @throws JournalBroken if the file can't be read
     */
    public static SharedJournals open(Path path, JournalLimits limits, InstantSource clock) {
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            File folder = path.toAbsolutePath().getParent().toFile();
            SharedJournals journals = new SharedJournals(file, folder, limits, clock);
            journals.read();
            journals.commits.start();
            return journals;
        } catch (IOException e) {
            throw new JournalBroken("journals " + path + " can't be opened: " + e.getMessage(), e);
        }
    }

    /**
     * One node's journal, with what the file has of it. Each may be opened once, and again once it was
     * closed.
     *
     * @param freshId the journal's id, if it is made now; on disk with its first change
     */
    public Journal journal(String node, String freshId) {
        LoggedTables tables;
        synchronized (lock) {
            tables = found.remove(node);
        }
        return new One(tables == null ? new LoggedTables(node) : tables, freshId);
    }

    /** Makes the rest durable and ends; the journals are of no use afterwards. */
    @Override
    public void close() {
        commits.close();
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // One change is taken whole: the journal gathers it under its own lock first.
    private long take(LoggedTables tables, boolean leisure) {
        synchronized (lock) {
            commits.usable();
            tables.moveTo(gathered);
            return leisure ? commits.changedAtLeisure() : commits.changed();
        }
    }

    private void commit() {
        leaving = gathered.toByteArray();
        gathered = new ByteArrayOutputStream(leaving.length);
    }

    private void write() {
        try {
            CRC32 sum = new CRC32();
            sum.update(leaving);
            ByteBuffer block = ByteBuffer.allocate(Integer.BYTES + Long.BYTES + leaving.length)
                    .putInt(leaving.length)
                    .putLong(sum.getValue())
                    .put(leaving);
            file.write(block.array());
            file.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What is noted while this looks is seen here, or by whoever notes it.
    private void written() {
        for (One one : List.copyOf(noted)) {
            noted.remove(one);
            if (!one.nothingPending()) {
                noted.add(one);
            }
            one.tellNews();
        }
    }

    private void read() throws IOException {
        long whole = 0;
        DataInputStream in =
                new DataInputStream(new java.io.BufferedInputStream(Channels.newInputStream(file.getChannel())));
        for (byte[] block = block(in); block != null; block = block(in)) {
            DataInputStream changes = new DataInputStream(new java.io.ByteArrayInputStream(block));
            while (changes.available() > 0) {
                found.computeIfAbsent(changes.readUTF(), LoggedTables::new).read(changes);
            }
            whole += Integer.BYTES + Long.BYTES + block.length;
        }
        file.setLength(whole);
        file.seek(whole);
    }

    private static byte @Nullable [] block(DataInputStream in) throws IOException {
        try {
            int length = in.readInt();
            long expected = in.readLong();
            byte[] block = in.readNBytes(length);
            CRC32 sum = new CRC32();
            sum.update(block);
            return block.length == length && sum.getValue() == expected ? block : null;
        } catch (EOFException e) {
            return null;
        }
    }

    private final class One extends BookJournal {
        /** What the next number was at a change. */
        private record Mark(long change, long next) {}

        private final LoggedTables tables;
        private final Deque<Mark> marks = new ArrayDeque<>();
        private long durableNumber;

        One(LoggedTables tables, String freshId) {
            super(tables.tables(), limits, clock, freshId);
            this.tables = tables;
            this.durableNumber = nextNumber();
        }

        @Override
        void usable() {
            synchronized (lock) {
                commits.usable();
            }
        }

        @Override
        long changed() {
            return taken(false);
        }

        @Override
        void changedAtLeisure() {
            taken(true);
        }

        private long taken(boolean leisure) {
            long change = take(tables, leisure);
            synchronized (marks) {
                marks.add(new Mark(change, nextNumber()));
            }
            return change;
        }

        @Override
        void durable(long change) {
            commits.await(change);
        }

        @Override
        void soonDurable(long change) {
            noted.add(this);
            commits.press(change);
            if (nothingPending()) {
                tellNews(); // somebody was faster
            }
        }

        private boolean nothingPending() {
            durableNumber();
            synchronized (marks) {
                return marks.isEmpty();
            }
        }

        @Override
        long durableNumber() {
            long durable;
            synchronized (lock) {
                durable = commits.durable();
            }
            synchronized (marks) {
                while (!marks.isEmpty() && marks.element().change() <= durable) {
                    durableNumber = marks.remove().next();
                }
                return durableNumber;
            }
        }

        @Override
        long room() {
            return folder.getUsableSpace();
        }

        @Override
        public void close() {
            synchronized (lock) {
                found.put(tables.node(), tables); // the file is everybody's
            }
        }
    }
}
