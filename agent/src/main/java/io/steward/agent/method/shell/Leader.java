package io.steward.agent.method.shell;

import java.util.function.BooleanSupplier;

/**
 * The wrapper process of one command: the leader of its session.
 *
 * @param alive whether it still runs; any thread may ask
 */
record Leader(long pid, BooleanSupplier alive) {
    static Leader child(Process process) {
        return new Leader(process.pid(), process::isAlive);
    }

    /** One that another agent process has started. A process number comes back one day, with another start time. */
    static Leader foreign(long pid, long startTime) {
        return new Leader(
                pid,
                () -> ProcessTree.Entry.read(pid)
                        .filter(entry -> entry.startTime() == startTime && !entry.zombie())
                        .isPresent());
    }
}
