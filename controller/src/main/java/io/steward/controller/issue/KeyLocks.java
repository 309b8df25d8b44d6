package io.steward.controller.issue;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** One request at a time per key, within this controller. Different keys meet rarely: the locks are striped. */
final class KeyLocks {
    /** Work under a lock. */
    interface Work<T> {
        T run() throws Refused, InterruptedException;
    }

    private static final int STRIPES = 256;

    private final Lock[] stripes = new Lock[STRIPES];

    KeyLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    <T> T under(String key, Work<T> work) throws Refused, InterruptedException {
        Lock lock = stripes[Math.floorMod(key.hashCode(), STRIPES)];
        lock.lockInterruptibly();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }
}
