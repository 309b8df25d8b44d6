package io.steward.controller.read;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the query that takes most memory before this Java has none left. The database would close itself when it runs
 * out, for everybody.
 *
 * <p>One for the process; any thread may have a statement watched while it runs. Its own thread looks a hundred times a
 * second while there are any. Only what stays after a collection counts, and only a query that took a good part of the
 * heap since its begin is ended.
 */
public final class HeapGuard {
    /** The one of this process. */
    public static final HeapGuard HERE = new HeapGuard();

    /** What whoever asked is told. */
    public static final String WORDS = "the query was ended, because it took too much memory: ask for less at once";

    private static final Logger LOG = LoggerFactory.getLogger(HeapGuard.class);
    private static final int LOOK_MILLIS = 10;
    private static final double FULL = 0.7;
    private static final double STILL_FULL = 0.55;
    private static final double GREEDY = 0.2;

    /** A statement that runs, in the thread that began to watch it. Close it when the statement has answered. */
    public final class Watch implements AutoCloseable {
        private final Statement statement;
        private final long thread = Thread.currentThread().getId();
        private final long before = THREADS.getThreadAllocatedBytes(thread);
        private volatile boolean ended;

        private Watch(Statement statement) {
            this.statement = statement;
        }

        /** Whether it was ended for its memory. */
        public boolean ended() {
            return ended;
        }

        private long taken() {
            return THREADS.getThreadAllocatedBytes(thread) - before;
        }

        @Override
        public void close() {
            watched.remove(this);
        }
    }

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();
    private @Nullable Thread looking;

    private HeapGuard() {}

    /** Watches the statement until that is closed. */
    public Watch watch(Statement statement) {
        Watch watch = new Watch(statement);
        watched.add(watch);
        begin();
        return watch;
    }

    private synchronized void begin() {
        if (looking == null) {
            looking = new Thread(this::look, "heap-guard");
            looking.setDaemon(true);
            looking.start();
        }
        notifyAll();
    }

    private void look() {
        try {
            while (true) {
                synchronized (this) {
                    while (watched.isEmpty()) {
                        wait();
                    }
                }
                if (used() > FULL) {
                    greediest().ifPresent(this::judge);
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Watch> greediest() {
        long much = (long) (GREEDY * Runtime.getRuntime().maxMemory());
        return watched.stream()
                .filter(watch -> !watch.ended && watch.taken() > much)
                .max(Comparator.comparingLong(Watch::taken));
    }

    // Asked for a collection, since what is garbage already is nobody's fault.
    @SuppressWarnings("SystemGc")
    private void judge(Watch watch) {
        System.gc();
        if (used() > STILL_FULL && watched.contains(watch)) {
            watch.ended = true;
            LOG.warn("a query was ended: it had taken {} MiB, and memory was short", watch.taken() >> 20);
            try {
                watch.statement.cancel();
            } catch (SQLException e) {
                LOG.debug("it had ended by itself: {}", e.getMessage());
            }
        }
    }

    private static double used() {
        Runtime java = Runtime.getRuntime();
        return (double) (java.totalMemory() - java.freeMemory()) / java.maxMemory();
    }
}
