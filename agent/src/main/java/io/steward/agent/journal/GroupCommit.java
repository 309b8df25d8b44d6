package io.steward.agent.journal;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One fsync for many changes. Whoever waits for its change commits and syncs by itself, without a hand-over, if nobody
 * does at that moment; else what was changed meanwhile gathers, and the next of those who wait does it for all. A thread of
 * its own does it for changes that nobody waits for. Any thread. The first failure ends it: nobody is told "durable"
 * afterwards.
 */
final class GroupCommit {
    private static final long LEISURE_MILLIS = 500;

    private final Object lock;
    private final Runnable commit;
    private final Runnable sync;
    private final LongSupplier mark;
    private final Runnable after;
    private final Thread writer = new Thread(this::write, "journal");

    private long changed;
    private long durable;
    private boolean writing;
    private long pressed;
    private boolean closing;
    private int waiting;
    private @Nullable Throwable failure;
    private volatile long durableMark;

    /**
     * @param lock under which changes are made and committed
     * @param sync must not be harmed by an interrupt of the thread that it is called in
     * @param mark read at each commit; {@link #durableMark} answers its value of the last one that is on disk
     * @param after called behind each sync by whoever did it, and when it fails; by several threads at once
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

    /** Called under the lock, for a change that is going to be {@link #await awaited} or {@link #press pressed}. */
    long changed() {
        return ++changed;
    }

    /** Called under the lock, for a change that may be lost: it goes with the next one that may not, or before long. */
    long changedAtLeisure() {
        if (changed == durable) {
            lock.notifyAll(); // the writer begins to count the time
        }
        return ++changed;
    }

    /** Nobody waits for this change, and it goes to the disk now. */
    void press(long change) {
        synchronized (lock) {
            if (durable < change && pressed < change) {
                pressed = change;
                lock.notifyAll();
            }
        }
    }

    /** Called under the lock: all changes up to this one are on disk. */
    long durable() {
        return durable;
    }

    long durableMark() {
        return durableMark;
    }

    /** Returns once this change is on disk. */
    void await(long change) {
        while (comesTo(change)) {
            force();
        }
    }

    /** Does something with the store while nothing is changed or committed. */
    void quietly(Runnable action) {
        synchronized (lock) {
            if (failure == null && !closing) {
                action.run();
                press(changed());
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

    /** Waits until this change is on disk, or until it is the caller who has to bring it there: then true. */
    private boolean comesTo(long change) {
        boolean interrupted = Thread.interrupted();
        synchronized (lock) {
            waiting++;
            try {
                while (durable < change && failure == null) {
                    if (!writing && !interrupted) {
                        writing = true;
                        return true;
                    }
                    if (interrupted) {
                        press(change); // in an interrupted thread files close
                    }
                    try {
                        lock.wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
                if (durable < change) {
                    throw new JournalBroken("the journal can't be written: " + failure, failure);
                }
                return false;
            } finally {
                waiting--;
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    private void write() {
        while (dueForWriter()) {
            force();
        }
        fail(new IllegalStateException("the journal is closed"));
    }

    /** Commits and syncs; called by whoever has set {@link #writing}. */
    private void force() {
        try {
            long target;
            long markThen;
            synchronized (lock) {
                target = changed;
                markThen = mark.getAsLong();
                commit.run();
            }
            sync.run();
            synchronized (lock) {
                durable = target;
                durableMark = markThen;
                writing = false;
                if (waiting > 0 || changed != durable || closing) {
                    lock.notifyAll(); // else nobody has anything to do
                }
            }
            after.run();
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    // What is done at leisure gathers for a while, unless something presses.
    private boolean dueForWriter() {
        synchronized (lock) {
            long until = 0;
            while (failure == null) {
                boolean left = changed != durable && !writing;
                long now = System.nanoTime() / 1_000_000;
                until = left && until == 0 ? now + LEISURE_MILLIS : left ? until : 0;
                if (left && (pressed > durable || closing || now >= until)) {
                    writing = true;
                    return true;
                }
                if (closing && !writing) {
                    return false;
                }
                try {
                    lock.wait(left ? until - now : 0);
                } catch (InterruptedException e) {
                    closing = true;
                }
            }
            return false;
        }
    }

    private void fail(Throwable reason) {
        synchronized (lock) {
            writing = false;
            failure = failure == null ? reason : failure;
            lock.notifyAll();
        }
        after.run();
    }
}
