package io.steward.agent.inbox;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.JournalBroken;
import io.steward.agent.machine.BrokerClock;
import io.steward.agent.process.ProcessTable;
import io.steward.agent.turn.Turn;
import io.steward.agent.turn.Turns;
import io.steward.agent.turn.Turns.Rounds;
import io.steward.model.subject.NodeName;
import io.steward.nats.Dispatchers;
import io.steward.nats.LinkEvent;
import io.steward.nats.LinkListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the node's commands: pulls, journals, acks, and hands them to the processes in the order of the stream. It works
 * in turns; messages and events of the link come to it through one queue. A broker that is away, a consumer
 * that is missing, a message that can't be read: it goes on. Only a broken journal ends it, and with it the agent.
 *
 * <p>Before work begins the backlog is taken in, so that a cancel or an expiry behind a command is honoured; if the
 * broker can't be reached within the patience set for it, work of before begins without.
 */
public final class Inbox implements AutoCloseable, LinkListener {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int NO_MESSAGES = 404;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LEAST = Duration.ofMillis(1);

    private sealed interface Signal {
        record Arrived(Message message) implements Signal {}

        record Linked(LinkEvent event, Connection connection) implements Signal {}
    }

    private final NodeName node;
    private final InboxSettings settings;
    private final Desk desk;
    private final InstantSource clock;
    private final Consumer<Throwable> halt;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicLong redelivered = new AtomicLong();
    private final Turns turns;
    private final Dispatchers dispatchers;
    private volatile @Nullable Rounds rounds;
    private volatile boolean ended;

    private @Nullable Puller puller;
    private boolean linked;
    private boolean askedBefore;
    private long heardAt;
    private long askAgainAt = Long.MAX_VALUE;
    private Duration pause = SHORTEST_PAUSE;

    public Inbox(
            NodeName node,
            InboxSettings settings,
            Journal journal,
            ProcessTable table,
            InstantSource clock,
            BrokerClock brokerTime,
            Turns turns,
            Dispatchers dispatchers,
            Consumer<Throwable> halt) {
        this.node = node;
        this.settings = settings;
        this.desk = new Desk(node, settings, journal, work(table), brokerTime);
        this.clock = clock;
        this.turns = turns;
        this.dispatchers = dispatchers;
        this.halt = halt;
    }

    /** Begins, with what the journal holds from before. */
    public void start() {
        desk.start(now());
        rounds = turns.begin("inbox", this::turn);
    }

    /** How many deliveries had been delivered before. */
    public long redelivered() {
        return redelivered.get();
    }

    /** Why commands can't be taken; empty if they can. */
    public Optional<String> trouble() {
        return desk.trouble();
    }

    @Override
    public void changed(LinkEvent event, Connection connection) {
        signal(new Signal.Linked(event, connection));
    }

    @Override
    public void close() {
        ended = true;
        Rounds begun = rounds;
        if (begun != null) {
            begun.close();
        }
    }

    private void signal(Signal signal) {
        signals.add(signal);
        Rounds begun = rounds;
        if (begun != null) {
            begun.ring();
        }
    }

    private Duration turn() throws InterruptedException {
        if (ended) {
            return Turn.NEVER;
        }
        try {
            List<Signal> all = new ArrayList<>();
            signals.drainTo(all, 2 * Puller.BATCH);
            hear(all);
            tick();
        } catch (JournalBroken | Error e) {
            ended = true;
            halt.accept(e);
            return Turn.NEVER;
        } catch (RuntimeException e) {
            LOG.error("the inbox stumbled and goes on: {}", e.toString());
            askLater();
        }
        return signals.isEmpty() ? rest() : Duration.ZERO;
    }

    // Nothing is due before: what the broker says rings.
    private Duration rest() {
        if (!desk.settled()) {
            return TICK;
        }
        if (!linked) {
            return LONGEST_PAUSE;
        }
        long due = askAgainAt == Long.MAX_VALUE
                ? heardAt + 2 * settings.heartbeat().toNanos()
                : askAgainAt;
        return Duration.ofNanos(Math.max(0, due - now())).plus(LEAST);
    }

    // Messages in a row are taken together; an event of the link ends the row.
    private void hear(List<Signal> all) {
        List<Message> row = new ArrayList<>();
        for (Signal signal : all) {
            if (signal instanceof Signal.Arrived arrived && arrived.message().isJetStream()) {
                row.add(arrived.message());
                continue;
            }
            take(row);
            row.clear();
            if (signal instanceof Signal.Linked link) {
                linked(link.event(), link.connection());
            } else if (signal instanceof Signal.Arrived arrived) {
                heard(arrived.message());
            }
        }
        take(row);
    }

    private void take(List<Message> row) {
        int size = row.size();
        if (size == 0) {
            return;
        }
        List<Delivery> batch = row.stream().map(Inbox::delivery).toList();
        redelivered.addAndGet(batch.stream().filter(Delivery::again).count());
        List<Settlement> settlements = desk.take(batch, clock.instant(), now());
        for (int i = 0; i < size; i++) {
            settle(row.get(i), settlements.get(i));
        }
        heardFrom(size);
        if (batch.stream().anyMatch(delivery -> delivery.json().length == 0)) {
            // Behind an account's import an empty message ends the answer to a request: nothing more would come on it.
            ask();
        }
    }

    private void heardFrom(int size) {
        heardAt = now();
        pause = SHORTEST_PAUSE;
        boolean last = false;
        for (int i = 0; i < size && puller != null; i++) {
            last = puller.took();
        }
        if (last) {
            ask();
        }
    }

    private void heard(Message status) {
        heardAt = now();
        if (puller == null || !status.isStatusMessage() || !puller.ended(status)) {
            return;
        }
        int code = status.getStatus().getCode();
        if (code == NO_MESSAGES) {
            desk.nothingLeft();
            pause = SHORTEST_PAUSE;
            ask();
        } else if (code == 408 || status.getStatus().getMessage().startsWith("Batch Completed")) {
            ask();
        } else {
            LOG.info(
                    "consumer {} of stream {} says: {}",
                    node,
                    settings.stream(),
                    status.getStatus().getMessageWithCode());
            askLater();
        }
    }

    private void linked(LinkEvent event, Connection connection) {
        linked = event != LinkEvent.DISCONNECTED;
        if (!linked) {
            desk.cut();
            askAgainAt = Long.MAX_VALUE;
            return;
        }
        if (puller == null || !puller.isFor(connection)) {
            puller = Puller.on(
                    connection,
                    dispatchers.on(connection),
                    settings.stream(),
                    node.value(),
                    message -> signal(new Signal.Arrived(message)));
        }
        desk.linked(clock.instant(), now());
        pause = SHORTEST_PAUSE;
        if (askedBefore) {
            ask();
        } else {
            // Another agent of this name is given the time to say that it was here first.
            askedBefore = true;
            askAgainAt = now() + settings.listen().toNanos();
        }
    }

    private void tick() {
        long now = now();
        if (linked && now >= askAgainAt) {
            ask();
        } else if (linked
                && askAgainAt == Long.MAX_VALUE
                && now - heardAt > 2 * settings.heartbeat().toNanos()) {
            askLater();
        }
        if (desk.tick(now)) {
            ask();
        }
    }

    private void ask() {
        askAgainAt = Long.MAX_VALUE;
        heardAt = now();
        Puller asking = puller;
        if (asking == null || !linked) {
            return;
        }
        try {
            if (desk.drained()) {
                asking.ask(settings.pull(), settings.heartbeat());
            } else {
                asking.askNow();
                askAgainAt = now() + LONGEST_PAUSE.toNanos();
            }
        } catch (IllegalStateException e) {
            askLater(); // the connection is just being lost; the link will say so
        }
    }

    private void askLater() {
        askAgainAt = now() + pause.toNanos();
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    private void settle(Message message, Settlement settlement) {
        try {
            if (settlement instanceof Settlement.Nak nak) {
                message.nakWithDelay(nak.after());
            } else if (settlement instanceof Settlement.Term term) {
                byte[] word = ("+TERM " + term.reason()).getBytes(StandardCharsets.UTF_8);
                message.getConnection().publish(message.getReplyTo(), word);
            } else {
                message.ack();
            }
        } catch (IllegalStateException e) {
            // The link is down: the message comes again and is known then.
            LOG.debug("a settlement could not be sent: {}", e.getMessage());
        }
    }

    private static Delivery delivery(Message message) {
        NatsJetStreamMetaData meta = message.metaData();
        return new Delivery(
                message.getSubject(),
                message.getData(),
                meta.getStream(),
                meta.consumerSequence(),
                meta.streamSequence(),
                meta.deliveredCount(),
                meta.pendingCount(),
                meta.timestamp().toInstant());
    }

    private static Desk.Work work(ProcessTable table) {
        return new Desk.Work() {
            @Override
            public void admit(Entry entry, boolean supersedes) {
                table.admit(entry, supersedes);
            }

            @Override
            public void open() {
                table.open();
            }
        };
    }

    private static long now() {
        return System.nanoTime();
    }
}
