package io.steward.agent.method;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request to end work early. Thread-safe; the first reason stands. */
public final class Stop {
    /** Why. */
    public enum Reason {
        TIMEOUT,
        CANCEL
    }

    private final List<Runnable> listeners = new ArrayList<>();
    private Optional<Reason> reason = Optional.empty();

    /** Asks for the end; listeners run in the caller's thread. False if it was asked for before. */
    public boolean request(Reason why) {
        List<Runnable> told;
        synchronized (this) {
            if (reason.isPresent()) {
                return false;
            }
            reason = Optional.of(why);
            told = List.copyOf(listeners);
        }
        told.forEach(Runnable::run);
        return true;
    }

    public synchronized Optional<Reason> requested() {
        return reason;
    }

    /** Runs it when the end is asked for; at once if it was already. */
    public void onRequest(Runnable listener) {
        boolean already;
        synchronized (this) {
            already = reason.isPresent();
            listeners.add(listener);
        }
        if (already) {
            listener.run();
        }
    }
}
