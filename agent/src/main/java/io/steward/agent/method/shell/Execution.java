package io.steward.agent.method.shell;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Stop;
import io.steward.agent.method.Work;
import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import io.steward.model.event.OutputChunk.Std;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Accompanies a command from its start, or from where another agent process left it, to its end: reports what it prints,
 * keeps its files small, ends it when asked. Used by one thread; {@link #wake} may be called by any.
 *
 * <p>Being interrupted leaves the command as it is.
 */
final class Execution {
    private static final long STREAM_MILLIS = 100;
    private static final long FOREIGN_MILLIS = 100;
    private static final long CALM_MILLIS = 500;
    private static final long BUSY_MILLIS = 20;

    private final Work work;
    private final RunFolder folder;
    private final Leader leader;
    private final boolean child;
    private final Map<Std, OutputFile> files = new EnumMap<>(Std.class);
    private final Optional<OutputTail> tail;
    private final Semaphore awake = new Semaphore(0);

    /** @param child whether {@link #wake} is called when the leader ends */
    Execution(Work work, RunFolder folder, Leader leader, boolean child, boolean stream) {
        this.work = work;
        this.folder = folder;
        this.leader = leader;
        this.child = child;
        for (Std std : Std.values()) {
            files.put(std, new OutputFile(folder.file(std == Std.STDOUT ? "stdout" : "stderr")));
        }
        this.tail = stream ? Optional.of(new OutputTail(work, folder, files)) : Optional.empty();
    }

    /** Something has happened: look at once. */
    void wake() {
        awake.release();
    }

    void resumeStream() {
        tail.ifPresent(OutputTail::resume);
    }

    /** Waits for the end; an outcome without exit code and fault means that nobody can say what the end was. */
    Outcome await() throws InterruptedException, IOException {
        work.stop().onRequest(this::wake);
        Optional<Fault> unended = Optional.empty();
        boolean busy = false;
        while (leader.alive().getAsBoolean()) {
            Optional<Stop.Reason> stop = work.stop().requested();
            if (stop.isPresent()) {
                unended = new TreeEnd(folder, leader, work.command().id()).end(stop.get());
                break;
            }
            tail.ifPresent(t -> t.advance(false));
            busy = giveBackMiddles();
            if (awake.tryAcquire(pause(busy), TimeUnit.MILLISECONDS)) {
                awake.drainPermits();
            }
        }
        tail.ifPresent(t -> t.advance(true));
        return outcome(unended);
    }

    private long pause(boolean busy) {
        if (busy) {
            return BUSY_MILLIS;
        }
        return tail.isPresent() ? STREAM_MILLIS : child ? CALM_MILLIS : FOREIGN_MILLIS;
    }

    private boolean giveBackMiddles() throws InterruptedException {
        boolean gave = false;
        for (Map.Entry<Std, OutputFile> file : files.entrySet()) {
            long needed = tail.map(t -> t.told(file.getKey())).orElse(Long.MAX_VALUE);
            gave |= file.getValue().giveBackMiddle(needed);
        }
        return gave;
    }

    /** What is known now that it has ended. */
    Outcome outcome(Optional<Fault> fault) {
        OutputFile.Shown out = files.get(Std.STDOUT).shown();
        OutputFile.Shown err = files.get(Std.STDERR).shown();
        Output output = new Output(out.text(), err.text(), out.bytes(), err.bytes(), !out.whole() || !err.whole());
        Optional<Stop.Reason> stopped = folder.stopped();
        // The process table learns the reason from the request, also when the wrapper kept the timeout alone.
        stopped.ifPresent(reason -> work.stop().request(reason));
        return new Outcome(folder.exitCode(), output, fault, stopped.isPresent());
    }

    /** The processes that are left of it. */
    List<Long> leftOver() {
        return new ProcessTree(leader, work.command().id()).members();
    }

    /** Ends what is left of it after its wrapper was lost. */
    void endLeftOver() throws InterruptedException {
        new TreeEnd(folder, leader, work.command().id()).endSilently();
    }
}
