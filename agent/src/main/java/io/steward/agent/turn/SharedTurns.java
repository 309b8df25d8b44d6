package io.steward.agent.turn;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The parts of many agents in one process, on threads that they share. A turn may wait for a disk, so there have to be
 * more threads than processors. Closing a part leaves its turn under way alone.
 */
public final class SharedTurns implements Turns {
    private enum State {
        RESTING,
        BUSY,
        RUNG,
        ENDED
    }

    private final Executor threads;
    private final ScheduledExecutorService timer;

    /** Both stay the caller's to close, after the parts. */
    public SharedTurns(Executor threads, ScheduledExecutorService timer) {
        this.threads = threads;
        this.timer = timer;
    }

    @Override
    public Rounds begin(String name, Turn turn) {
        Part part = new Part(turn);
        part.ring();
        return part;
    }

    private final class Part implements Rounds, Runnable {
        private final Turn turn;
        private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
        private @Nullable Future<?> alarm; // this and the next: of the turn under way
        private long alarmAt;

        Part(Turn turn) {
            this.turn = turn;
        }

        @Override
        public void ring() {
            State before = state.getAndUpdate(now -> switch (now) {
                case RESTING -> State.BUSY;
                case BUSY, RUNG -> State.RUNG;
                case ENDED -> State.ENDED;
            });
            if (before == State.RESTING) {
                submit();
            }
        }

        @Override
        public void close() {
            state.set(State.ENDED);
        }

        @Override
        public void run() {
            state.compareAndSet(State.RUNG, State.BUSY);
            try {
                wakeAfter(turn.take());
            } catch (InterruptedException e) {
                state.set(State.ENDED);
            }
            if (!state.compareAndSet(State.BUSY, State.RESTING) && state.get() == State.RUNG) {
                submit();
            }
        }

        private void submit() {
            try {
                threads.execute(this);
            } catch (RejectedExecutionException e) {
                state.set(State.ENDED);
            }
        }

        // An alarm that rings too early costs a turn; putting it off each time would cost more.
        private void wakeAfter(Duration rest) {
            long at = System.nanoTime() + rest.toNanos();
            Future<?> before = alarm;
            if (before != null && !before.isDone() && alarmAt - at <= 0) {
                return;
            }
            if (before != null) {
                before.cancel(false);
            }
            try {
                alarmAt = at;
                alarm = timer.schedule(this::ring, rest.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                state.set(State.ENDED);
            }
        }
    }
}
