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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Journal journal;
    private final InstantSource clock;
    private final Handlers handlers;
    private final WorkFolders folders;
    private final Runner runner;
    private final Map<CommandId, Held> held = new ConcurrentHashMap<>();
    private final Map<ProcessName, ProcessQueue> queues = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor controls;
    private final ScheduledThreadPoolExecutor timer;
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean open;

    /**
     * @param methods what the node can do; {@code cancel} and {@code process} are added
     * @param folder for the processes' own files and those of running commands
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
            Consumer<Throwable> halt) {
        this.journal = journal;
        this.clock = clock;
        this.folders = new WorkFolders(folder.resolve("work"));
        Map<String, Method> all = new java.util.HashMap<>(methods);
        all.put(CancelMethod.NAME, new CancelMethod(this));
        all.put(ProcessMethod.NAME, new ProcessMethod(this));
        this.handlers = new Handlers(all, node, folder.resolve("processes"), events, clock);
        this.timer = new ScheduledThreadPoolExecutor(2, Threads.named("timer"));
        timer.setRemoveOnCancelPolicy(true);
        this.workers = pool(limits.most(), limits.idle(), "process");
        this.controls = pool(4, limits.idle(), "control");
        this.runner = new Runner(journal, handlers, folders, limits, bootId, events, clock, timer, running, halt);
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

    /** From here on commands run. */
    public void open() {
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
        workers.shutdownNow();
        controls.shutdownNow();
        timer.shutdownNow();
        try {
            workers.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
            controls.awaitTermination(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        one.over();
    }

    private void idle(ProcessName process) {
        handlers.idle(process);
    }

    private ThreadPoolExecutor executor(ProcessName process) {
        return CancelMethod.NAME.equals(process.method()) || ProcessMethod.NAME.equals(process.method())
                ? controls
                : workers;
    }

    private static ThreadPoolExecutor pool(int most, Duration idle, String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, idle.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), Threads.named(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
