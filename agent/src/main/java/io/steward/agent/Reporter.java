package io.steward.agent;

import io.steward.agent.journal.Change;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.JournalBroken;
import io.steward.agent.journal.Lane;
import io.steward.agent.machine.BrokerClock;
import io.steward.agent.machine.Machine;
import io.steward.agent.outbox.JournalEvents;
import io.steward.agent.outbox.Pulse;
import io.steward.agent.process.ProcessTable;
import io.steward.agent.trust.Gatekeeper;
import io.steward.model.config.Settings;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.model.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the agent says of itself: hello, facts when they change, heartbeats. Keeps the house as well. One thread of its own. */
final class Reporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
    private static final Duration HOUSEKEEPING = Duration.ofMinutes(10);
    private static final long ROOMY_HEAP = 24L << 20;

    private final NodeName node;
    private final String bootId;
    private final Journal journal;
    private final ProcessTable table;
    private final JournalEvents events;
    private final Settings settings;
    private final String boxKey;
    private final InstantSource clock;
    private final BrokerClock brokerTime;
    private final Condition condition;
    private final Gatekeeper gatekeeper;
    private final LongSupplier redelivered;
    private final Consumer<Throwable> halt;
    private final Instant startedAt;
    private final long startedNanos = System.nanoTime();
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable Facts told;

    Reporter(
            NodeName node,
            String bootId,
            Journal journal,
            ProcessTable table,
            JournalEvents events,
            Settings settings,
            String boxKey,
            InstantSource clock,
            BrokerClock brokerTime,
            Condition condition,
            Gatekeeper gatekeeper,
            LongSupplier redelivered,
            Consumer<Throwable> halt) {
        this.node = node;
        this.bootId = bootId;
        this.journal = journal;
        this.table = table;
        this.events = events;
        this.settings = settings;
        this.boxKey = boxKey;
        this.clock = clock;
        this.brokerTime = brokerTime;
        this.condition = condition;
        this.gatekeeper = gatekeeper;
        this.redelivered = redelivered;
        this.halt = halt;
        this.startedAt = clock.instant();
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "reporter");
            thread.setDaemon(true);
            return thread;
        });
    }

    void hello() {
        Hello hello = new Hello(version(), journal.id(), bootId, startedAt, table.processes());
        events.tell(
                Subject.event(node, "hello", "agent"),
                node + ".hello." + journal.id() + "." + startedAt.toEpochMilli(),
                EventCodec.encode(hello));
        tellFacts();
    }

    void start(Pulse pulse, Runnable compact) {
        every(settings.get(AgentKeys.HEARTBEAT_INTERVAL), pulse::beat);
        every(settings.get(AgentKeys.FACTS_INTERVAL), this::tellFacts);
        every(HOUSEKEEPING, () -> {
            Instant before = clock.instant().minus(settings.get(AgentKeys.JOURNAL_KEEP));
            journal.append(List.of(new Change.Swept(before)));
            compact.run();
            giveBack();
        });
    }

    // The heap that a burst of commands needed is given back by a full collection alone, which without work never
    // comes.
    private void giveBack() {
        if (table.queued() + table.running() == 0 && Runtime.getRuntime().totalMemory() > ROOMY_HEAP) {
            System.gc();
        }
    }

    Heartbeat heartbeat(boolean leaving) {
        Instant now = clock.instant();
        return new Heartbeat(
                now,
                bootId,
                Duration.ofNanos(System.nanoTime() - startedNanos),
                settings.get(AgentKeys.HEARTBEAT_INTERVAL),
                table.queued(),
                table.running(),
                journal.owing(Lane.ACKS) + journal.owing(Lane.EVENTS),
                journal.dropped(),
                redelivered.getAsLong(),
                leaving,
                brokerTime.skew(),
                condition.now());
    }

    /** Another policy is in force: tells it soon. Any thread. */
    void policyChanged() {
        try {
            timer.execute(() -> safely(this::tellFacts));
        } catch (RejectedExecutionException e) {
            LOG.debug("the agent is closing: its next start tells the policy");
        }
    }

    /** A newer agent uses this node's name: says so, once for each. */
    void namesake(String who) {
        if (!condition.namesake(who)) {
            return;
        }
        LOG.error("another agent uses the name \"{}\" ({}) and is told to go", node, who);
        try {
            timer.execute(() -> safely(() -> tellNamesake(who))); // who brings the news brings commands, too
        } catch (RejectedExecutionException e) {
            LOG.debug("the agent is closing: its next start tells of a namesake");
        }
    }

    private void tellNamesake(String who) {
        events.tell(
                Subject.event(node, "namesake", "agent"),
                node + ".namesake." + UUID.randomUUID(),
                Json.text(Map.of("v", 1, "at", clock.instant().toString(), "who", who))
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tellFacts() {
        Facts facts = Machine.facts(settings.family(AgentKeys.LABELS), policy()).with("boxKey", boxKey);
        if (!facts.equals(told)) {
            events.tell(
                    Subject.event(node, "facts", "system"),
                    node + ".facts." + UUID.randomUUID(),
                    EventCodec.encode(facts));
            told = facts;
        }
    }

    private Map<String, String> policy() {
        return gatekeeper
                .policy()
                .map(policy -> Map.of("policyVersion", Long.toString(policy.version())))
                .orElse(Map.of());
    }

    private void every(Duration interval, Runnable task) {
        long millis = interval.toMillis();
        Future<?> unused = timer.scheduleWithFixedDelay(() -> safely(task), millis, millis, TimeUnit.MILLISECONDS);
    }

    private void safely(Runnable task) {
        try {
            task.run();
        } catch (JournalBroken e) {
            halt.accept(e);
        } catch (RuntimeException e) {
            LOG.warn("a report failed and is tried again: {}", e.toString());
        }
    }

    private static String version() {
        String version = Reporter.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
