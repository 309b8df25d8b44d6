package io.steward.agent.process;

import io.steward.agent.journal.Change;
import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.method.EventSink;
import io.steward.agent.method.Method;
import io.steward.model.command.Args;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
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
    private static final Set<String> CONTROLS = Set.of(CancelMethod.NAME, ProcessMethod.NAME, ResendMethod.NAME);

    private final Journal journal;
    private final InstantSource clock;
    private final InstantSource brokerTime;
    private final Handlers handlers;
    private final WorkFolders folders;
    private final Runner runner;
    private final Map<CommandId, Held> held = new ConcurrentHashMap<>();
    private final Map<ProcessName, ProcessQueue> queues = new ConcurrentHashMap<>();
    private final Scheduling scheduling;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean open;

    /**
     * @param methods what the node can do; {@code cancel} and {@code process} are added
     * @param folder for the processes' own files and those of running commands
     * @param clock the machine's own, for what is said; {@code brokerTime} the broker's, by which commands expire
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
            InstantSource brokerTime,
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
                brokerTime,
                halt,
                new ThreadScheduling(limits),
                new DiskWorkFolders(folder.resolve("work")));
    }

    ProcessTable(
            NodeName node,
            Journal journal,
            Map<String, Method> methods,
            Limits limits,
            Path folder,
            String bootId,
            EventSink events,
            InstantSource clock,
            InstantSource brokerTime,
            Consumer<Throwable> halt,
            Scheduling scheduling,
            WorkFolders folders) {
        this.journal = journal;
        this.clock = clock;
        this.brokerTime = brokerTime;
        this.folders = folders;
        this.scheduling = scheduling;
        Map<String, Method> all = new java.util.HashMap<>(methods);
        all.put(CancelMethod.NAME, new CancelMethod(this));
        all.put(ProcessMethod.NAME, new ProcessMethod(this));
        all.put(ResendMethod.NAME, new ResendMethod(this));
        this.handlers = new Handlers(all, node, folder.resolve("processes"), events, clock);
        this.runner = new Runner(
                journal, handlers, folders, limits, bootId, events, clock, brokerTime, scheduling, running, halt);
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
        ProcessQueue queue = queues.computeIfAbsent(
                entry.subject().process(), name -> new ProcessQueue(name, executor(name), this::run, this::idle));
        List<Held> replaced = queue.add(fresh, supersedes && !fresh.begun());
        endAll(replaced, Status.SUPERSEDED, Optional.empty());
        if (open) {
            queue.go();
        }
    }

    /** From here on commands run, but none that a command which waits beside it cancels. */
    public void open() {
        new EarlyCancels(journal, brokerTime).ask(held);
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

    /** Ends a command that has not begun; false if somebody else was faster. */
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
                Entry entry = journal.entry(one.id()).orElseThrow();
                mine.add(one);
                changes.add(new Change.Ended(Ending.ack(entry, end, fault, clock.instant())));
            }
        }
        if (!mine.isEmpty()) {
            journal.append(changes);
        }
        mine.forEach(this::over);
        return mine;
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
    }

    private void idle(ProcessName process) {
        handlers.idle(process);
    }

    private Executor executor(ProcessName process) {
        return CONTROLS.contains(process.method()) ? scheduling.controls() : scheduling.workers();
    }
}
