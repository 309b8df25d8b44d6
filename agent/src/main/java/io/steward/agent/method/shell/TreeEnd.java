package io.steward.agent.method.shell;

import io.steward.agent.method.Stop;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Ends all processes of a command: asks them first (SIGTERM), kills them (SIGKILL) after {@link #GRACE_SECONDS}, and
 * goes on until none is left. The wrapper is spared, so that it can write down the exit code. Used by one thread.
 */
final class TreeEnd {
    static final long GRACE_SECONDS = 2;
    /** A process that no signal reaches (another user's, or stuck in the kernel) is given up after this time. */
    static final long PATIENCE_SECONDS = 15;

    private static final long ROUND_MILLIS = 20;

    private final RunFolder folder;
    private final Leader leader;
    private final ProcessTree tree;
    private boolean marked;
    private boolean asked;

    TreeEnd(RunFolder folder, Leader leader, CommandId id) {
        this.folder = folder;
        this.leader = leader;
        this.tree = new ProcessTree(leader, id);
    }

    /** Writes down why, before the first signal, and ends them. A fault names those that could not be ended. */
    Optional<Fault> end(Stop.Reason reason) throws InterruptedException, IOException {
        long start = System.nanoTime();
        List<Long> members = tree.members();
        while (!members.isEmpty() || leader.alive().getAsBoolean()) {
            if (!members.isEmpty() && !marked) {
                folder.markStopped(reason);
                marked = true;
            }
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
            if (seconds >= PATIENCE_SECONDS) {
                return Optional.of(new Fault("not-ended", "processes " + members + " could not be ended"));
            }
            signal(members, seconds >= GRACE_SECONDS);
            if (members.isEmpty() && seconds >= 2 * GRACE_SECONDS) {
                ProcessHandle.of(leader.pid()).ifPresent(ProcessHandle::destroyForcibly);
            }
            TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
            members = tree.members();
        }
        return Optional.empty();
    }

    /** Kills them without a word about why. */
    void endSilently() throws InterruptedException {
        long start = System.nanoTime();
        List<Long> members = tree.members();
        while (!members.isEmpty() && TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < PATIENCE_SECONDS) {
            signal(members, true);
            TimeUnit.MILLISECONDS.sleep(ROUND_MILLIS);
            members = tree.members();
        }
    }

    private void signal(List<Long> members, boolean force) {
        if (force) {
            members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        } else if (!asked && !members.isEmpty()) {
            members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy));
            asked = true;
        }
    }
}
