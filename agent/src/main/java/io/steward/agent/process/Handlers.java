package io.steward.agent.process;

import io.steward.agent.method.EventSink;
import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Surroundings;
import io.steward.model.command.Args;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers that are open, by process. Thread-safe. One that was opened on demand may be closed when it falls idle;
 * one that was started stays until it is stopped.
 */
final class Handlers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Handlers.class);

    private static final int KEPT_OPEN = 128;

    private record Running(Handler handler, Args settings, boolean started) {}

    private final Map<String, Method> methods;
    private final Map<ProcessName, Running> running = new TreeMap<>();
    private final Map<ProcessName, Integer> widths = new ConcurrentHashMap<>();
    private final NodeName node;
    private final Path folder;
    private final EventSink events;
    private final InstantSource clock;

    Handlers(Map<String, Method> methods, NodeName node, Path folder, EventSink events, InstantSource clock) {
        this.methods = new TreeMap<>(methods);
        this.node = node;
        this.folder = folder;
        this.events = events;
        this.clock = clock;
    }

    /** The handler for a command, opened if the method allows that. */
    synchronized Optional<Handler> demanded(ProcessName process) {
        Running open = running.get(process);
        if (open != null) {
            return Optional.of(open.handler());
        }
        Method method = methods.get(process.method());
        if (method == null || !method.servesOnDemand(process.domain())) {
            return Optional.empty();
        }
        return Optional.of(open(method, process, Args.NONE, false));
    }

    /**
     * Starts a process, or starts it again if its settings are others than before.
     *
     * @throws IllegalArgumentException naming what is wrong with method or settings
     */
    synchronized boolean start(ProcessName process, Args settings) {
        Method method = methods.get(process.method());
        if (method == null) {
            throw new IllegalArgumentException(
                    "method \"" + process.method() + "\" is not allowed: use one of " + methods.keySet());
        }
        Running before = running.get(process);
        if (before != null && before.started() && before.settings().equals(settings)) {
            return false;
        }
        Width.of(method, settings);
        stop(process);
        open(method, process, settings, true);
        return true;
    }

    /** False if it isn't there. */
    synchronized boolean stop(ProcessName process) {
        Running before = running.remove(process);
        widths.remove(process);
        if (before != null) {
            close(process, before.handler());
        }
        return before != null;
    }

    /** It has nothing to do: closes it if a command alone had opened it and many are open. */
    synchronized void idle(ProcessName process) {
        Running open = running.get(process);
        if (open != null && !open.started() && running.size() > KEPT_OPEN) {
            stop(process);
        }
    }

    /** How many commands it works on at once. Waits for nobody, also not for a method that takes long to open or close. */
    int width(ProcessName process) {
        return widths.getOrDefault(process, 1);
    }

    synchronized List<ProcessName> open() {
        return new ArrayList<>(running.keySet());
    }

    synchronized Args settings(ProcessName process) {
        Running open = running.get(process);
        return open == null ? Args.NONE : open.settings();
    }

    /** What there is, for a sender who asked for something else. */
    synchronized String known() {
        return "methods " + methods.keySet() + ", processes " + running.keySet();
    }

    @Override
    public synchronized void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }

    private Handler open(Method method, ProcessName process, Args settings, boolean started) {
        int width = Width.of(method, settings);
        Path own = folder.resolve(process.method()).resolve(process.domain());
        Handler handler = method.open(new Surroundings(node, process, settings, own, events, clock));
        running.put(process, new Running(handler, settings, started));
        widths.put(process, width);
        LOG.debug("process {} opened", process);
        return handler;
    }

    private static void close(ProcessName process, Handler handler) {
        try {
            handler.close();
        } catch (RuntimeException e) {
            LOG.warn(
                    "process {} did not close cleanly: {}",
                    process,
                    e.getClass().getName());
        }
    }
}
