package io.steward.ops.bench.sim;

import io.steward.agent.AgentKeys;
import io.steward.agent.inbox.Inbox;
import io.steward.agent.inbox.InboxSettings;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.Lane;
import io.steward.agent.machine.BrokerClock;
import io.steward.agent.machine.Machine;
import io.steward.agent.method.Method;
import io.steward.agent.outbox.JournalEvents;
import io.steward.agent.outbox.Outbox;
import io.steward.agent.outbox.Pulse;
import io.steward.agent.process.Limits;
import io.steward.agent.process.ProcessTable;
import io.steward.agent.process.WorkFolders;
import io.steward.agent.trust.Gatekeeper;
import io.steward.model.command.Args;
import io.steward.model.command.CommandId;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.trust.Policy;
import io.steward.model.wire.EventCodec;
import io.steward.nats.Link;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One node: put together as an agent is, of the same parts, but for what it shares. It watches no machine, so it tells
 * no facts, and its work has no folders.
 */
final class SimulatedNode {
    private static final Duration ACK_WAIT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration HOLD = AgentKeys.ACKS_HOLD.parser().apply(AgentKeys.ACKS_HOLD.fallback());
    private static final Limits LIMITS = new Limits(32, Duration.ofSeconds(30), Duration.ofHours(1), 3);
    private static final String BOOT = UUID.randomUUID().toString();
    private static final InstantSource CLOCK = InstantSource.system();

    private final NodeName node;
    private final Journal journal;
    private final ProcessTable table;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Pulse pulse;
    private final Link link;
    private final JournalEvents events;
    private final Duration interval;
    private final Instant startedAt = CLOCK.instant();

    SimulatedNode(
            NodeName node,
            Link link,
            Journal journal,
            Method method,
            Policy policy,
            Path folder,
            Streams streams,
            Duration interval,
            SharedMeans means,
            Consumer<Throwable> halt) {
        this.node = node;
        this.link = link;
        this.journal = journal;
        this.interval = interval;
        this.events = new JournalEvents(journal);
        BrokerClock brokerTime = new BrokerClock(CLOCK, Machine::steadyMillis);
        Gatekeeper.Terms terms = new Gatekeeper.Terms(node, Map.of(), false, Duration.ofMinutes(5));
        this.table = new ProcessTable(
                node,
                journal,
                Map.of(method.name(), method),
                LIMITS,
                folder,
                BOOT,
                events,
                CLOCK,
                new Gatekeeper(terms, Optional.of(policy), newer -> {}, CLOCK, brokerTime),
                halt,
                means.scheduling(),
                new NoFolders(folder));
        InboxSettings asking = new InboxSettings(
                streams.commandStream(node),
                ACK_WAIT,
                PATIENCE,
                InboxSettings.PULL,
                InboxSettings.HEARTBEAT,
                Duration.ZERO);
        this.inbox =
                new Inbox(node, asking, journal, table, CLOCK, brokerTime, means.turns(), means.dispatchers(), halt);
        this.outbox = new Outbox(journal, link, means.turns(), HOLD, table::told, halt);
        String instance = UUID.randomUUID().toString();
        this.pulse = new Pulse(node, instance, link, means.dispatchers(), this::heartbeat, who -> {}, who -> {});
    }

    /** As the agent begins: it says hello and takes what waits for it. */
    void begin(Map<ProcessName, Args> processes) {
        table.startProcesses(processes);
        outbox.start();
        Hello hello = new Hello("bench", journal.id(), BOOT, startedAt, table.processes());
        events.tell(
                Subject.event(node, "hello", "agent"),
                node + ".hello." + journal.id() + "." + startedAt.toEpochMilli(),
                EventCodec.encode(hello));
        inbox.start();
        link.listen(pulse);
        link.listen(outbox);
        link.listen(inbox);
    }

    void beat() {
        pulse.beat();
    }

    /** Commands that have not ended, and messages that the log has not stored. */
    long unfinished() {
        return journal.openCount() + journal.owing(Lane.ACKS) + journal.owing(Lane.EVENTS);
    }

    long redelivered() {
        return inbox.redelivered();
    }

    /** Takes nothing more; what is under way ends with the threads. */
    void end() {
        inbox.close();
        outbox.close();
        table.close();
    }

    /** Once nothing is under way any more. */
    void close() {
        journal.close();
    }

    private Heartbeat heartbeat(boolean leaving) {
        Instant now = CLOCK.instant();
        return new Heartbeat(
                now,
                BOOT,
                Duration.between(startedAt, now),
                interval,
                table.queued(),
                table.running(),
                journal.owing(Lane.ACKS) + journal.owing(Lane.EVENTS),
                journal.dropped(),
                inbox.redelivered(),
                leaving,
                Optional.empty(),
                Optional.empty());
    }

    private record NoFolders(Path root) implements WorkFolders {
        @Override
        public Path of(CommandId id, int attempt) {
            return root.resolve(id.value());
        }

        @Override
        public Path made(CommandId id, int attempt) {
            return of(id, attempt);
        }

        @Override
        public void remove(CommandId id) {}

        @Override
        public void removeAll(Predicate<CommandId> needless) {}
    }
}
