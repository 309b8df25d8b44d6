package io.steward.agent;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steward.agent.enrol.Credentials;
import io.steward.agent.enrol.CredentialsMethod;
import io.steward.agent.enrol.Newcomer;
import io.steward.agent.enrol.Renewal;
import io.steward.agent.inbox.Inbox;
import io.steward.agent.inbox.InboxSettings;
import io.steward.agent.journal.JournalBroken;
import io.steward.agent.journal.MvStoreJournal;
import io.steward.agent.machine.BrokerClock;
import io.steward.agent.machine.DataFolder;
import io.steward.agent.machine.Machine;
import io.steward.agent.method.Method;
import io.steward.agent.outbox.JournalEvents;
import io.steward.agent.outbox.Outbox;
import io.steward.agent.outbox.Pulse;
import io.steward.agent.process.ProcessTable;
import io.steward.agent.secret.OpeningMethod;
import io.steward.agent.trust.Gatekeeper;
import io.steward.agent.turn.ThreadTurns;
import io.steward.agent.turn.Turns;
import io.steward.model.command.Args;
import io.steward.model.config.Settings;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Streams;
import io.steward.nats.Dispatchers;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.keys.FastSignatures;
import io.steward.nats.seal.BoxKey;
import io.steward.nats.tls.TlsKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's agent, running. Starting it takes the data folder, reads the journal and begins to connect; it needs no
 * broker to be there. Any thread may close it, which leaves the work of commands as it is and says that the agent leaves.
 *
 * <p>If its journal can't be written any more, nothing can be promised: {@link #failure} completes, and whoever started
 * it ends the process, so that it is started again.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final DataFolder data;
    private final MvStoreJournal journal;
    private final ProcessTable table;
    private final Link link;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Pulse pulse;
    private final Reporter reporter;
    private final CompletableFuture<Throwable> failure;
    private final Renewal renewal;
    private volatile Optional<MetricsDoor> door = Optional.empty();
    private boolean closed;

    private Agent(
            DataFolder data,
            MvStoreJournal journal,
            BoxKey boxKey,
            Settings settings,
            Map<String, Method> methods,
            Optional<Newcomer> newcomer,
            InstantSource clock,
            BrokerClock brokerTime,
            Gatekeeper gatekeeper) {
        NodeName node = settings.get(AgentKeys.NODE);
        String bootId = bootId();
        String instance = UUID.randomUUID().toString();
        Condition condition = new Condition();
        this.data = data;
        this.journal = journal;
        this.failure = new CompletableFuture<>();
        JournalEvents events = new JournalEvents(journal);
        Credentials credentials = Enrolling.credentials(settings, clock);
        Map<String, Method> all = new HashMap<>(methods);
        all.put(CredentialsMethod.NAME, new CredentialsMethod(credentials, this::renewLink));
        this.table = new ProcessTable(
                node,
                journal,
                OpeningMethod.around(all, boxKey),
                Configured.processes(settings),
                data.path(),
                bootId,
                events,
                clock,
                gatekeeper,
                this::halt);
        String[] servers = settings.get(AgentKeys.NATS_URL).split(",");
        this.link = Link.open(linkConfig(settings, node, servers));
        this.renewal = new Renewal(node, credentials, newcomer, events, link, brokerTime);
        Turns turns = new ThreadTurns();
        Dispatchers dispatchers = new Dispatchers();
        this.inbox = new Inbox(
                node, inboxSettings(settings, node), journal, table, clock, brokerTime, turns, dispatchers, this::halt);
        condition.watch(inbox::trouble);
        this.outbox = new Outbox(journal, link, turns, settings.get(AgentKeys.ACKS_HOLD), table::told, this::halt);
        this.reporter = new Reporter(
                node,
                bootId,
                journal,
                table,
                events,
                settings,
                boxKey.publicKey(),
                clock,
                brokerTime,
                condition,
                gatekeeper,
                inbox::redelivered,
                this::halt);
        gatekeeper.listen(reporter::policyChanged);
        this.pulse = new Pulse(
                node,
                instance,
                link,
                dispatchers,
                reporter::heartbeat,
                reporter::namesake,
                who -> halt(new NameInUse("node name \"" + node + "\" is in use by another agent (" + who
                        + "): stop one of the two, or enrol this machine under a name of its own")));
    }

    /** As {@link #start(Settings, MeterRegistry)}, with a door to the metrics if {@code metrics.port} asks for one. */
    public static Agent start(Settings settings) throws BadStart {
        if (settings.get(AgentKeys.METRICS_PORT) == 0) {
            return start(settings, new CompositeMeterRegistry()); // nobody can ask, so nothing is kept
        }
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Optional<MetricsDoor> door = Configured.door(settings, meters);
        try {
            Agent agent = start(settings, meters);
            agent.door = door;
            return agent;
        } catch (BadStart e) {
            door.ifPresent(MetricsDoor::close);
            throw e;
        }
    }

    /** Starts the agent with the methods on the class path and in {@code methods.dir}; its metrics go to these meters. */
    public static Agent start(Settings settings, MeterRegistry meters) throws BadStart {
        return start(settings, Configured.methods(settings), meters, InstantSource.system());
    }

    /**
     * Starts an agent.
     *
     * @param methods what it can do, besides {@code cancel} and {@code process}
     * <p>Where credentials have to be asked for, it returns once they are there; an interrupt ends that.
     *
     * @throws BadStart if something it needs is missing or wrong; then nothing was started
     */
    public static Agent start(Settings settings, Map<String, Method> methods, MeterRegistry meters, InstantSource clock)
            throws BadStart {
        FastSignatures.choose();
        Enrolling.check(settings);
        Configured.checkTls(settings);
        var processes = Configured.started(settings);
        DataFolder data = taken(settings.get(AgentKeys.DATA_DIR));
        BrokerClock brokerTime = new BrokerClock(clock, Machine::steadyMillis);
        Gatekeeper gatekeeper = trusted(data, settings, clock, brokerTime);
        BoxKey boxKey = boxKey(data);
        Optional<Newcomer> newcomer = Enrolling.join(settings, data, boxKey, clock);
        MvStoreJournal journal = opened(data, settings, clock);
        try {
            Agent agent = new Agent(data, journal, boxKey, settings, methods, newcomer, clock, brokerTime, gatekeeper);
            agent.startProcesses(processes);
            agent.begin(meters);
            return agent;
        } catch (JournalBroken e) {
            throw given(data, e);
        }
    }

    /** Completes if the agent can't go on. */
    public CompletableFuture<Throwable> failure() {
        return failure;
    }

    /** The id of its journal. */
    public String journalId() {
        return journal.id();
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        door.ifPresent(MetricsDoor::close);
        renewal.close();
        reporter.close();
        inbox.close();
        table.close();
        pulse.leave(LAST_WORD);
        outbox.close();
        link.close();
        journal.close();
        try {
            data.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LOG.info("agent stopped");
    }

    private void begin(MeterRegistry meters) {
        AgentMeters.bind(meters, journal, table, link, outbox, inbox);
        table.tidy();
        outbox.start();
        reporter.hello();
        inbox.start();
        reporter.start(pulse, journal::compact);
        link.listen(pulse);
        link.listen(outbox);
        link.listen(inbox);
        renewal.start();
        LOG.info("agent started, journal {}, {} commands open", journal.id(), table.queued());
    }

    // A command may come as early as the table is there, but none runs before the link has brought it.
    private void renewLink() {
        link.renew();
    }

    private void halt(Throwable reason) {
        if (failure.complete(reason)) {
            LOG.error("the agent can't go on: {}", reason.getMessage());
        }
    }

    private static DataFolder taken(Path folder) throws BadStart {
        try {
            return DataFolder.take(folder);
        } catch (IOException e) {
            throw new BadStart("data.dir can't be used: " + e.getMessage(), e);
        }
    }

    private static Gatekeeper trusted(DataFolder data, Settings settings, InstantSource clock, BrokerClock brokerTime)
            throws BadStart {
        try {
            return Trusted.gatekeeper(settings, data.path(), clock, brokerTime);
        } catch (BadStart e) {
            released(data, e);
            throw e;
        }
    }

    private static void released(DataFolder data, Exception why) {
        try {
            data.close();
        } catch (IOException closing) {
            why.addSuppressed(closing);
        }
    }

    private static MvStoreJournal opened(DataFolder data, Settings settings, InstantSource clock) throws BadStart {
        try {
            Path file = data.path().resolve("journal.mv");
            String fresh = UUID.randomUUID().toString();
            return MvStoreJournal.open(file, Configured.journal(settings), clock, fresh);
        } catch (JournalBroken e) {
            throw given(data, e);
        }
    }

    private static BoxKey boxKey(DataFolder data) throws BadStart {
        try {
            return BoxKey.openOrCreate(data.path());
        } catch (UncheckedIOException e) {
            throw given(data, e);
        }
    }

    /** Gives the folder back before it tells what is wrong in it. */
    private static BadStart given(DataFolder data, RuntimeException e) {
        try {
            data.close();
        } catch (IOException closing) {
            e.addSuppressed(closing);
        }
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        return new BadStart(String.valueOf(cause.getMessage()), e);
    }

    private void startProcesses(Map<ProcessName, Args> processes) throws BadStart {
        try {
            table.startProcesses(processes);
        } catch (IllegalArgumentException e) {
            close();
            throw new BadStart("a process in the settings can't be started: " + e.getMessage(), e);
        }
    }

    private static LinkConfig linkConfig(Settings settings, NodeName node, String[] servers) {
        LinkConfig first = LinkConfig.forNode(servers[0].strip(), settings.get(AgentKeys.NATS_CREDENTIALS), node);
        return new LinkConfig(
                java.util.Arrays.stream(servers).map(String::strip).toList(),
                first.credentials(),
                first.name(),
                first.inboxPrefix(),
                TlsKeys.files(settings));
    }

    private static InboxSettings inboxSettings(Settings settings, NodeName node) {
        return new InboxSettings(
                new Streams(settings.get(AgentKeys.PARTITIONS)).commandStream(node),
                settings.get(AgentKeys.INBOX_ACK_WAIT),
                settings.get(AgentKeys.START_PATIENCE),
                InboxSettings.PULL,
                InboxSettings.HEARTBEAT,
                settings.get(AgentKeys.START_LISTEN));
    }

    // Without one, no two starts are of the same run of the machine: doubt rather than a wrong answer.
    private static String bootId() {
        String id = Machine.bootId();
        return id.isEmpty() ? UUID.randomUUID().toString() : id;
    }
}
