package io.steward.ops.bench.sim;

import io.steward.agent.trust.PolicyFile;
import io.steward.model.command.Args;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Streams;
import io.steward.model.trust.Policy;
import io.steward.model.wire.Unreadable;
import io.steward.nats.keys.FastSignatures;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Many nodes of a scratch site in this process, for commands of method {@link Effects#METHOD}. They take commands,
 * journal them with an fsync, check signatures, do them and tell the log, by the code of the agent; they are not enrolled
 * by it. One thread starts, stops and closes them.
 */
public final class SimulatedNodes implements AutoCloseable {
    /** So many may have a journal file each; more share one. */
    public static final int OWN_FILES = 50;

    /**
     * How they are run.
     *
     * @param connections to the broker, over which the nodes are spread
     * @param threads for the turns of their parts, and as many for their work: each may wait for the disk
     * @param heartbeat how often each says that it is there
     * @param processes what each starts with
     */
    public record Settings(int connections, int threads, Duration heartbeat, Map<ProcessName, Args> processes) {
        /** As a fleet is: a heartbeat each 15 s, no process of its own. */
        public static final Settings DEFAULT = new Settings(4, 64, Duration.ofSeconds(15), Map.of());
    }

    private final List<NodeName> names;
    private final Streams streams;
    private final Settings settings;
    private final String broker;
    private final Path credentials;
    private final Path folder;
    private final Policy policy;
    private final NodeJournals journals;
    private final Effects effects = new Effects();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private List<SimulatedNode> nodes = List.of();
    private @Nullable SharedMeans means;

    private SimulatedNodes(List<NodeName> names, Streams streams, Settings settings, ScratchSite site, Path folder)
            throws IOException {
        this.names = List.copyOf(names);
        this.streams = streams;
        this.settings = settings;
        this.broker = site.brokerUrl();
        this.credentials = FleetUser.credentials(site.folder().keys());
        this.folder = folder;
        this.policy = policy(site.site().policy());
        this.journals = names.size() <= OWN_FILES ? NodeJournals.each(folder) : NodeJournals.together(folder);
    }

    /**
     * Makes them; none runs before {@link #start}.
     *
     * @param names nodes that are enrolled at the site
     * @param folder for their journals
     */
    public static SimulatedNodes of(List<NodeName> names, Settings settings, ScratchSite site, Path folder)
            throws IOException {
        return of(names, Streams.single(), settings, site, folder);
    }

    /** The same at a site with several command streams. */
    public static SimulatedNodes of(
            List<NodeName> names, Streams streams, Settings settings, ScratchSite site, Path folder)
            throws IOException {
        return new SimulatedNodes(names, streams, settings, site, folder);
    }

    /** Starts them all, with what their journals hold from before; they connect and take their commands by themselves. */
    public void start() throws IOException, InterruptedException {
        FastSignatures.choose();
        SharedMeans fresh = new SharedMeans(broker, credentials, settings.connections(), settings.threads());
        means = fresh;
        fresh.awaitConnected();
        List<SimulatedNode> begun = new ArrayList<>(names.size());
        for (NodeName name : names) {
            begun.add(new SimulatedNode(
                    name,
                    fresh.link(begun.size()),
                    journals.open(name),
                    effects,
                    policy,
                    folder,
                    streams,
                    settings.heartbeat(),
                    fresh,
                    broken -> failure.compareAndSet(null, broken)));
        }
        nodes = begun;
        beginAll(fresh);
        beatAll(fresh);
    }

    /** Stops them without a word, as if all machines lost power and link; their journals stay. */
    public void stop() {
        SharedMeans now = means;
        if (now != null) {
            means = null;
            nodes.forEach(SimulatedNode::end);
            now.close();
            nodes.forEach(SimulatedNode::close);
            nodes = List.of();
        }
    }

    /** What their work did so far. */
    public Effects effects() {
        return effects;
    }

    /** Commands in their journals that have not ended, and messages that the log has not stored; of those that run. */
    public long unfinished() {
        return nodes.stream().mapToLong(SimulatedNode::unfinished).sum();
    }

    /** Deliveries since their start that had been delivered before. */
    public long redelivered() {
        return nodes.stream().mapToLong(SimulatedNode::redelivered).sum();
    }

    /** Throws if one of them could not go on. */
    public void check() throws IOException {
        Throwable broken = failure.get();
        if (broken != null) {
            throw new IOException("a simulated node can't go on: " + broken.getMessage(), broken);
        }
    }

    @Override
    public void close() {
        stop();
        journals.close();
    }

    // Each waits for its hello to be on disk: together they wait for one fsync.
    private void beginAll(SharedMeans by) throws IOException, InterruptedException {
        List<Future<?>> beginnings = new ArrayList<>();
        for (SimulatedNode node : nodes) {
            beginnings.add(by.threads().submit(() -> node.begin(settings.processes())));
        }
        for (Future<?> beginning : beginnings) {
            try {
                beginning.get();
            } catch (ExecutionException e) {
                throw new IOException("a simulated node did not start: " + e.getCause(), e);
            }
        }
    }

    // Spread over the interval, as those of machines are that were started at different times.
    private void beatAll(SharedMeans by) {
        long interval = settings.heartbeat().toMillis();
        for (int i = 0; i < nodes.size(); i++) {
            long first = interval * (i + 1) / nodes.size();
            Future<?> unused =
                    by.timer().scheduleWithFixedDelay(nodes.get(i)::beat, first, interval, TimeUnit.MILLISECONDS);
        }
    }

    private static Policy policy(Path file) throws IOException {
        try {
            return PolicyFile.read(file);
        } catch (Unreadable e) {
            throw new IOException("the site's policy can't be read: " + e.getMessage(), e);
        }
    }
}
