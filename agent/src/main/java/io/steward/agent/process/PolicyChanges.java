package io.steward.agent.process;

import io.steward.model.command.CommandId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes of policy that wait or are under way. Until the last of them is over nothing else begins, so that everything
 * behind it in the log is judged by the new policy. Thread-safe.
 */
final class PolicyChanges {
    private final Runnable over;
    private final Set<CommandId> changes = new HashSet<>();
    private final List<Runnable> put = new ArrayList<>();

    /** @param over called when there is none any more */
    PolicyChanges(Runnable over) {
        this.over = over;
    }

    synchronized boolean none() {
        return changes.isEmpty();
    }

    synchronized void add(CommandId change) {
        changes.add(change);
    }

    /** Does it now, or after the last change and before anything begins. */
    void then(Runnable what) {
        synchronized (this) {
            if (!changes.isEmpty()) {
                put.add(what);
                return;
            }
        }
        what.run();
    }

    /** A command is over, which may have been one of them. */
    void over(CommandId id) {
        while (true) {
            List<Runnable> now;
            synchronized (this) {
                if (!changes.contains(id)) {
                    return;
                }
                if (changes.size() > 1) {
                    changes.remove(id);
                    return;
                }
                now = List.copyOf(put);
                put.clear();
                if (now.isEmpty()) {
                    changes.remove(id);
                    break;
                }
            }
            now.forEach(Runnable::run);
        }
        over.run();
    }
}
