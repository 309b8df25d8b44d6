package io.steward.agent.journal;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One fsync for many changes: a single writer thread commits what was changed so far and syncs it, while the next
 * changes gather. Any thread may wait. The first failure ends it: nobody is told "durable" afterwards.
 */
final class GroupCommit {
    private final Object lock;
    private final Runnable commit;
    private final Runnable sync;
    private final LongSupplier mark;
    private final Runnable after;
    private final Thread writer = new Thread(this::write, "journal");

    private long changed;
    private long durable;
    private boolean closing;
    private boolean idle;
    private @Nullable Throwable failure;
    private volatile long durableMark;

    /**
     * @param lock under which changes are made and committed
     * @param mark read at each commit; {@link #durableMark} answers its value of the last one that is on disk
     * @param after called by the writer behind each sync, and when it fails
     */
    GroupCommit(Object lock, Runnable commit, Runnable sync, LongSupplier mark, Runnable after) {
        this.lock = lock;
        this.commit = commit;
        this.sync = sync;
        this.mark = mark;
        this.after = after;
    }

    void start() {
        writer.setDaemon(true);
        writer.start();
    }

    /** Called under the lock; throws if nothing can be made durable any more. */
    void usable() {
        if (failure != null) {
            throw new JournalBroken("the journal can't be written: " + failure, failure);
        }
    }

    /** Called under the lock. */
    long changed() {
        if (idle) {
            lock.notifyAll(); // else everybody who waits for the disk would wake for nothing
        }
        return ++changed;
    }

    /** Called under the lock: all changes up to this one are on disk. */
    long durable() {
        return durable;
    }

    long durableMark() {
        return durableMark;
    }

    void await(long change) {
        boolean interrupted = false;
        synchronized (lock) {
            while (durable < change && failure == null) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (durable < change) {
                throw new JournalBroken("the journal can't be written: " + failure, failure);
            }
        }
    }

    /** Does something with the store while nothing is changed or committed. */
    void quietly(Runnable action) {
        synchronized (lock) {
            if (failure == null && !closing) {
                action.run();
                changed();
            }
        }
    }

    /** Makes the rest durable and ends. */
    void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            while (writeOnce()) {
                // what gathered during the last sync is next
            }
            fail(new IllegalStateException("the journal is closed"));
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private boolean writeOnce() {
        long target;
        long markThen;
        synchronized (lock) {
            while (changed == durable && !closing) {
                idle = true;
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    closing = true;
                }
            }
            idle = false;
            if (changed == durable) {
                return false;
            }
            target = changed;
            markThen = mark.getAsLong();
            commit.run();
        }
        sync.run();
        synchronized (lock) {
            durable = target;
            durableMark = markThen;
            lock.notifyAll();
        }
        after.run();
        return true;
    }

    private void fail(Throwable reason) {
        synchronized (lock) {
            failure = reason;
            lock.notifyAll();
        }
        after.run();
    }
}
