package io.steward.agent.process;

import io.steward.agent.journal.Change;
import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.method.EventSink;
import io.steward.agent.method.Method;
import io.steward.agent.trust.Gatekeeper;
import io.steward.agent.trust.PolicyMethod;
import io.steward.model.command.Args;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.trust.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * All processes of the node. Any thread may call it. It owns the threads that work is done in and what is held in memory
 * of commands that have not ended; what became of each is the journal's. Nothing runs before {@link #open}.
 *
 * <p>Closing it leaves the work of commands as it is: the journal says that it was started, and the next agent finds out
 * what became of it.
 */
public final class ProcessTable implements AutoCloseable {
    /** Renewed credentials must not wait behind long work until the old ones are over. */
    private static final String CREDENTIALS = "credentials";

    private static final Set<String> CONTROLS =
            Set.of(CancelMethod.NAME, ProcessMethod.NAME, ResendMethod.NAME, Policy.METHOD, CREDENTIALS);

    private final Journal journal;
    private final InstantSource clock;
    private final Gatekeeper gatekeeper;
    private final Handlers handlers;
    private final WorkFolders folders;
    private final Runner runner;
    private final Map<CommandId, Held> held = new ConcurrentHashMap<>();
    private final Map<ProcessName, ProcessQueue> queues = new ConcurrentHashMap<>();
    private final Scheduling scheduling;
    private final AtomicInteger running = new AtomicInteger();
    private final PolicyChanges policyChanges = new PolicyChanges(this::goOn);
    private volatile boolean open;

    /**
     * @param methods what the node can do; commands about commands, processes and policy are added
     * @param folder for the processes' own files and those of running commands
     * @param clock the machine's own, for what is said
     * @param gatekeeper asked before a command has any effect
     * @param halt told once when the journal can't be written any more
     */
    public ProcessTable(
            NodeName node,
            Journal journal,
            Map<String, Method> methods,
            Limits limits,
            Path folder,
            String bootId,
            EventSink events,
            InstantSource clock,
            Gatekeeper gatekeeper,
            Consumer<Throwable> halt) {
        this(
                node,
                journal,
                methods,
                limits,
                folder,
                bootId,
                events,
                clock,
                gatekeeper,
                halt,
                new ThreadScheduling(limits),
                new DiskWorkFolders(folder.resolve("work")));
    }

    /** As the other, with threads, time and folders from somewhere else. */
    public ProcessTable(
            NodeName node,
            Journal journal,
            Map<String, Method> methods,
            Limits limits,
            Path folder,
            String bootId,
            EventSink events,
            InstantSource clock,
            Gatekeeper gatekeeper,
            Consumer<Throwable> halt,
            Scheduling scheduling,
            WorkFolders folders) {
        this.journal = journal;
        this.clock = clock;
        this.gatekeeper = gatekeeper;
        this.folders = folders;
        this.scheduling = scheduling;
        Map<String, Method> all = new java.util.HashMap<>(methods);
        all.put(CancelMethod.NAME, new CancelMethod(this));
        all.put(ProcessMethod.NAME, new ProcessMethod(this));
        all.put(ResendMethod.NAME, new ResendMethod(this));
        all.put(Policy.METHOD, new PolicyMethod(gatekeeper));
        this.handlers = new Handlers(all, node, folder.resolve("processes"), events, clock);
        this.runner = new Runner(
                journal, handlers, folders, limits, bootId, events, clock, gatekeeper, scheduling, running, halt);
    }

    /** Starts the processes that are configured, and those that were started by command before. */
    public void startProcesses(Map<ProcessName, Args> configured) {
        Map<ProcessName, Optional<String>> remembered = journal.processes();
        configured.forEach((process, settings) -> {
            if (!remembered.containsKey(process)) {
                handlers.start(process, settings);
            }
        });
        Remembered.start(remembered, handlers);
    }

    /** Removes what an earlier agent process left behind and nobody needs. */
    public void tidy() {
        Set<CommandId> open = journal.open().stream().map(Entry::id).collect(Collectors.toSet());
        folders.removeAll(id -> !open.contains(id));
    }

    /** Takes a command that the journal has. Runs it when its turn comes. */
    public void admit(Entry entry, boolean supersedes) {
        Held fresh = new Held(entry);
        if (held.putIfAbsent(entry.id(), fresh) != null) {
            return;
        }
        if (fresh.subject().method().equals(Policy.METHOD)) {
            policyChanges.add(fresh.id());
        }
        ProcessQueue queue = queues.computeIfAbsent(entry.subject().process(), this::queue);
        queue.add(fresh);
        if (supersedes && !fresh.begun()) {
            policyChanges.then(() -> supersede(fresh, queue));
        }
        if (open) {
            queue.go();
        }
    }

    /** From here on commands run, but none that a command which waits beside it cancels. */
    public void open() {
        if (policyChanges.none()) {
            earlyCancels();
        }
        open = true;
        queues.values().forEach(ProcessQueue::go);
    }

    /** The log has stored the end of this command. */
    public void told(CommandId id) {
        folders.remove(id);
    }

    /** Commands that have not started, those held back included. */
    public long queued() {
        return Math.max(0, journal.openCount() - running());
    }

    /** Commands whose work is under way. */
    public long running() {
        return running.get();
    }

    /** The processes that are open now. */
    public List<ProcessName> processes() {
        return handlers.open();
    }

    /** Waits in the caller's thread until it is over; false if it isn't by then. */
    boolean awaitOver(Held held, Duration most) throws InterruptedException {
        return scheduling.await(held.over(), most);
    }

    Handlers handlers() {
        return handlers;
    }

    Journal journal() {
        return journal;
    }

    Optional<Held> held(CommandId id) {
        return Optional.ofNullable(held.get(id));
    }

    /** Ends a command that has not begun, as REJECTED if it could never have begun; false if somebody else was faster. */
    boolean endWaiting(Held waiting, Status end, Optional<Fault> fault) {
        return !endAll(List.of(waiting), end, fault).isEmpty();
    }

    @Override
    public void close() {
        scheduling.close();
        handlers.close();
    }

    private List<Held> endAll(List<Held> all, Status end, Optional<Fault> fault) {
        List<Held> mine = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Held one : all) {
            if (!one.begun() && one.move(Held.Stage.WAITING, Held.Stage.STARTING)) {
                mine.add(one);
                changes.addAll(end(one.id(), end, fault));
            }
        }
        if (!mine.isEmpty()) {
            journal.append(changes);
        }
        mine.forEach(this::over);
        return mine;
    }

    private List<Change> end(CommandId id, Status end, Optional<Fault> fault) {
        Entry entry = journal.entry(id).orElseThrow();
        Gatekeeper.Verdict verdict = gatekeeper.verdict(entry);
        boolean refused = verdict.refusal().isPresent();
        Change.Ended ended = new Change.Ended(Ending.ack(
                entry, refused ? Status.REJECTED : end, refused ? verdict.refusal() : fault, clock.instant()));
        return verdict.vouched() ? List.of(new Change.Vouched(id), ended) : List.of(ended);
    }

    // One that is itself refused or expired replaces nothing, and a change of policy is never replaced.
    private void supersede(Held fresh, ProcessQueue queue) {
        List<Held> before = queue.before(fresh);
        if (before.isEmpty() || fresh.subject().method().equals(Policy.METHOD)) {
            return;
        }
        Optional<Entry> entry = journal.entry(fresh.id());
        if (entry.isPresent() && gatekeeper.takes(entry.get())) {
            endAll(before, Status.SUPERSEDED, Optional.empty());
        }
    }

    private void goOn() {
        if (open) {
            earlyCancels();
            queues.values().forEach(ProcessQueue::go);
        }
    }

    private void earlyCancels() {
        new EarlyCancels(journal, gatekeeper).ask(held);
    }

    private ProcessQueue queue(ProcessName process) {
        boolean policy = process.method().equals(Policy.METHOD);
        return new ProcessQueue(
                process, executor(process), this::run, this::idle, () -> policy || policyChanges.none());
    }

    private void run(Held one) throws InterruptedException {
        if (one.move(Held.Stage.WAITING, Held.Stage.STARTING)) {
            runner.run(one);
            over(one);
        }
    }

    private void over(Held one) {
        held.remove(one.id());
        one.end();
        policyChanges.over(one.id());
    }

    private void idle(ProcessName process) {
        handlers.idle(process);
    }

    private Executor executor(ProcessName process) {
        return CONTROLS.contains(process.method()) ? scheduling.controls() : scheduling.workers();
    }
}
