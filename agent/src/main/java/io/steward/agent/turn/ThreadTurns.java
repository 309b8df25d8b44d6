package io.steward.agent.turn;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A thread for each part. */
public final class ThreadTurns implements Turns {
    @Override
    public Rounds begin(String name, Turn turn) {
        Part part = new Part(name, turn);
        part.thread.start();
        return part;
    }

    private static final class Part implements Rounds {
        private static final Duration CLOSING = Duration.ofSeconds(10);

        private final Turn turn;
        private final Thread thread;
        private final Semaphore bell = new Semaphore(0);
        private volatile boolean closing;

        Part(String name, Turn turn) {
            this.turn = turn;
            this.thread = new Thread(this::run, name);
            thread.setDaemon(true);
        }

        @Override
        public void ring() {
            if (bell.availablePermits() == 0) {
                bell.release();
            }
        }

        @Override
        public void close() {
            closing = true;
            bell.release(); // files may swallow the interrupt
            thread.interrupt();
            try {
                thread.join(CLOSING.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void run() {
            try {
                while (!closing) {
                    Duration rest = turn.take();
                    bell.tryAcquire(rest.toNanos(), TimeUnit.NANOSECONDS);
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                return; // it is being closed
            }
        }
    }
}
