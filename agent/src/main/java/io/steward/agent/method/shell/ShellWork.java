package io.steward.agent.method.shell;

import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Work;
import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs an {@link Invocation} under the wrapper, and finds out what became of one that another agent process has started.
 * Stateless; any thread may call it, one at a time for one work.
 */
final class ShellWork {
    /** The wrapper's watchdog is a little later than the agent, which tells more. */
    private static final Duration WATCHDOG_LATER = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final long CLAIM_PATIENCE_MILLIS = 3000;

    private ShellWork() {}

    /** @param more environment that the method adds; the command's own wins */
    static Outcome run(Work work, Invocation invocation, Map<String, String> more) throws InterruptedException {
        Optional<Programs.Obstacle> obstacle =
                Programs.obstacle(invocation, Optional.ofNullable(System.getenv("PATH")));
        if (obstacle.isPresent()) {
            return new Outcome(
                    Optional.of(obstacle.get().exitCode()),
                    Output.NONE,
                    Optional.of(obstacle.get().fault()),
                    false);
        }
        RunFolder folder;
        Process wrapper;
        try {
            folder = RunFolder.create(work.folder());
            folder.prepare(invocation, work.command().id(), more);
            wrapper = start(folder, work, !invocation.hidden().none());
        } catch (IOException e) {
            return Outcome.failed(new Fault("cannot-start", "the command could not be started: " + e.getMessage()));
        }
        hand(invocation.hidden(), work, wrapper);
        Execution execution = new Execution(work, folder, Leader.child(wrapper), true, invocation.stream());
        var unused = wrapper.onExit().thenRun(execution::wake);
        try {
            Outcome outcome = execution.await();
            return told(outcome) ? outcome : withoutEnd(execution, folder, outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hand(Hidden hidden, Work work, Process wrapper) {
        if (hidden.none()) {
            return;
        }
        try (OutputStream pipe = wrapper.getOutputStream()) {
            pipe.write(RunFolder.sealedText(hidden, work.command().id()));
        } catch (IOException e) {
            // The wrapper is gone: what it left tells the end.
        }
    }

    private static Process start(RunFolder folder, Work work, boolean piped) throws IOException {
        Duration limit = work.timeout().compareTo(LONGEST) < 0 ? work.timeout() : LONGEST;
        long seconds = limit.plus(WATCHDOG_LATER).plusMillis(999).toSeconds();
        Path absolute = folder.file("").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(
                "setsid",
                "sh",
                absolute.resolve("wrapper.sh").toString(),
                absolute.toString(),
                Long.toString(seconds),
                work.command().id().value());
        // The agent's own settings may hold its secrets; its supervisor's socket is not for others.
        builder.environment().keySet().removeIf(name -> name.startsWith("STEWARD_") || name.equals("NOTIFY_SOCKET"));
        return builder.redirectInput(
                        piped
                                ? Redirect.PIPE
                                : Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(folder.file("wrapper.err").toFile())
                .start();
    }

    private static boolean told(Outcome outcome) {
        return outcome.exitCode().isPresent() || outcome.fault().isPresent() || outcome.stopped();
    }

    private static Outcome withoutEnd(Execution execution, RunFolder folder, Outcome outcome)
            throws InterruptedException, IOException {
        boolean neverRan = folder.claimForAgent();
        execution.endLeftOver();
        String complaint = folder.complaint();
        Fault fault = neverRan
                ? new Fault("cannot-start", "the command could not be started: " + complaint)
                : new Fault("no-exit-code", "the command's wrapper was killed or could not write: " + complaint);
        return new Outcome(Optional.empty(), outcome.output(), Optional.of(fault), false);
    }

    /** @param stream whether what it prints is reported while it runs */
    static Recovery recover(Work work, boolean stream) throws InterruptedException {
        try {
            Optional<RunFolder> folder = RunFolder.last(work.folder());
            if (!work.sameBoot()) {
                return afterBoot(work, folder, stream);
            }
            if (folder.isEmpty() || folder.get().claimForAgent()) {
                return new Recovery.NeverRan();
            }
            Optional<Leader> leader = leader(folder.get());
            if (leader.isEmpty()) {
                return new Recovery.Unknown("the wrapper was killed before it wrote down who it is");
            }
            return followed(new Execution(work, folder.get(), leader.get(), false, stream));
        } catch (IOException e) {
            return new Recovery.Unknown("the files of the run can't be read: " + e.getMessage());
        }
    }

    private static Recovery afterBoot(Work work, Optional<RunFolder> folder, boolean stream)
            throws InterruptedException, IOException {
        if (folder.isEmpty() || folder.get().exitCode().isEmpty()) {
            return new Recovery.Unknown("the machine went down while the command ran");
        }
        Leader gone = new Leader(0, () -> false);
        return followed(new Execution(work, folder.get(), gone, false, stream));
    }

    private static Recovery followed(Execution execution) throws InterruptedException, IOException {
        execution.resumeStream();
        Outcome outcome = execution.await();
        if (told(outcome)) {
            return new Recovery.Ended(outcome);
        }
        List<Long> orphans = execution.leftOver();
        execution.endLeftOver();
        return new Recovery.Unknown("the wrapper was killed and left no exit code"
                + (orphans.isEmpty() ? "" : "; ended what it left running: " + orphans));
    }

    /** Between the creation of the claim and its content lies less than a millisecond, unless the wrapper was killed. */
    private static Optional<Leader> leader(RunFolder folder) throws InterruptedException {
        long start = System.nanoTime();
        Optional<Leader> leader = folder.claimedBy();
        while (leader.isEmpty() && System.nanoTime() - start < CLAIM_PATIENCE_MILLIS * 1_000_000) {
            TimeUnit.MILLISECONDS.sleep(10);
            leader = folder.claimedBy();
        }
        return leader;
    }
}
