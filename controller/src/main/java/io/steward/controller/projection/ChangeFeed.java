package io.steward.controller.projection;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Tells those who watch what changed, after it was committed.
 *
 * <p>Any thread may subscribe and publish. Each watcher has a bounded queue of its own; one that doesn't keep up is
 * dropped and told so by {@link Watch#dropped}, and never delays the fold. Nothing is kept for later: whoever was away
 * reads what it missed from the state database, then goes on here.
 */
public final class ChangeFeed {
    /** One watcher's end: to be read by one thread at a time, and closed when it leaves. */
    public final class Watch implements AutoCloseable {
        private final BlockingQueue<StateChange> queue;
        private volatile boolean dropped;

        private Watch(int length) {
            this.queue = new ArrayBlockingQueue<>(length);
        }

        /** The next change, waited for at most this long. Empty: nothing came, or all is told that ever will be. */
        public Optional<StateChange> next(Duration patience) throws InterruptedException {
            return Optional.ofNullable(dropped ? queue.poll() : queue.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        }

        /** It was too slow; after what is still queued nothing more comes. */
        public boolean dropped() {
            return dropped;
        }

        @Override
        public void close() {
            watches.remove(this);
        }

        private void offer(StateChange change) {
            if (!queue.offer(change)) {
                dropped = true;
                watches.remove(this);
            }
        }
    }

    private final int queueLength;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

    /** @param queueLength how many changes a watcher may be behind */
    public ChangeFeed(int queueLength) {
        this.queueLength = queueLength;
    }

    /** A watcher of every change from now on. */
    public Watch watch() {
        Watch watch = new Watch(queueLength);
        watches.add(watch);
        return watch;
    }

    public int watchers() {
        return watches.size();
    }

    /** Tells every watcher; never blocks. */
    void publish(List<StateChange> changes) {
        for (Watch watch : watches) {
            for (StateChange change : changes) {
                if (!watch.dropped) {
                    watch.offer(change);
                }
            }
        }
    }
}
