package io.steward.controller.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the state database's file, twice a second, as it was between two transactions. Any thread.
 *
 * <p>H2's own writer takes one table after the other while transactions go on, so that after SIGKILL a file may hold some
 * tables with and others without a transaction (H2's issue 2080; seen after 2 of 40 kills): rows and position would no
 * longer move together. So H2's writer sleeps ({@code WRITE_DELAY}), whoever changes something holds {@link #lock} from
 * its first change to its commit, and this one notes what the tables are when it holds it; H2 writes that in the
 * background, while the next transaction goes on.
 *
 * <p>Letting every commit write would do as well, but made a file eight times as large. The room of outdated pages, which
 * H2's writer would take back, is taken back here.
 */
final class StateWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final int TIDY_EVERY = 4;
    private static final int FILL_PERCENT = 50;
    private static final int MOST_BYTES = 4 << 20;

    /** Bytes of changed pages that may wait in memory until the next round, beyond H2's own megabyte. */
    private static final int ROOM = 64 << 20;

    private final StateDatabase database;
    private final ReentrantLock lock = new ReentrantLock(true);
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Connection connection;
    private boolean closed; // guarded by the lock
    private int rounds;

    StateWriter(StateDatabase database) {
        this.database = database;
    }

    /** Held by whoever writes, from its first change to its commit. */
    Lock lock() {
        return lock;
    }

    synchronized void start() {
        ScheduledExecutorService fresh = Executors.newSingleThreadScheduledExecutor(run -> {
            Thread daemon = new Thread(run, "state-writer");
            daemon.setDaemon(true);
            return daemon;
        });
        thread = fresh;
        var unused = fresh.scheduleWithFixedDelay(
                this::write, BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to write no more: the file is another one's from here on, or is about to be closed. */
    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdown();
            thread = null;
        }
        lock.lock();
        try {
            closed = true;
            release();
        } finally {
            lock.unlock();
        }
    }

    /** Goes over to the file that the database is now. Nobody writes meanwhile. */
    void moved() {
        lock.lock();
        try {
            release();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            Connection open = connection == null || connection.isClosed() ? database.connect() : connection;
            connection = open;
            // What the tables are now is noted here; it is written behind the back of whoever changes them next.
            store(open).tryCommit();
            makeRoom(store(open));
            rounds++;
            if (rounds % TIDY_EVERY == 0) {
                tidy(open);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("the state database could not be written, trying again: {}", e.toString());
            release();
        } finally {
            lock.unlock();
        }
    }

    private static void tidy(Connection open) throws SQLException {
        store(open).compact(FILL_PERCENT, MOST_BYTES);
    }

    /** It counts the bytes that wait and writes, whoever holds the lock, when they pass its bound: it counts from below. */
    private static void makeRoom(MVStore store) {
        store.registerUnsavedMemory(-ROOM - store.getUnsavedMemory());
    }

    private static MVStore store(Connection open) throws SQLException {
        SessionLocal session = (SessionLocal) open.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    private void release() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.info("the database was gone before its writer: {}", e.getMessage());
        }
        connection = null;
    }
}
