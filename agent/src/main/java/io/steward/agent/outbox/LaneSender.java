package io.steward.agent.outbox;

import io.nats.client.Connection;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.JournalBroken;
import io.steward.agent.journal.Lane;
import io.steward.agent.journal.Outgoing;
import io.steward.agent.journal.Owed;
import io.steward.model.command.CommandId;
import io.steward.model.wire.Unreadable;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one lane in order, a window at a time. One thread of its own; {@link #news} may be called by any.
 *
 * <p>A message leaves the journal only when the log has confirmed it. When one isn't confirmed, "unknown" is not
 * "failed": what is behind it is waited for, and then everything from the first unconfirmed one on is sent again under
 * the same message ids.
 */
final class LaneSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSender.class);
    private static final int HEADERS = 1024;
    private static final Duration CONFIRM = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration HOLD = Duration.ofMillis(20);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private record Sent(Owed owed, CompletableFuture<PublishAck> confirmed) {}

    private final Lane lane;
    private final Telling telling;
    private final Link link;
    private final Consumer<Throwable> halt;
    private final AtomicLong duplicates;
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private final Thread thread;
    private final Semaphore bell = new Semaphore(0);
    private final Semaphore arrival = new Semaphore(0);
    private volatile boolean closing;
    private Duration pause = SHORTEST_PAUSE;

    LaneSender(
            Lane lane,
            Journal journal,
            Link link,
            Consumer<CommandId> told,
            AtomicLong duplicates,
            Consumer<Throwable> halt) {
        this.lane = lane;
        this.telling = new Telling(lane, journal, told, HOLD.toNanos());
        this.link = link;
        this.duplicates = duplicates;
        this.halt = halt;
        this.thread = new Thread(this::run, "outbox-" + lane.name().toLowerCase(java.util.Locale.ROOT));
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There may be something to send. */
    void news() {
        bell.release();
    }

    /** There is a link again: no pause is waited out. */
    void linked() {
        arrival.release();
        bell.release();
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try {
                turn();
            } catch (InterruptedException e) {
                return;
            } catch (JournalBroken e) {
                halt.accept(e);
                return;
            } catch (RuntimeException e) {
                LOG.error("the outbox stumbled and goes on: {}", e.toString());
                startOver();
                rest();
            }
        }
    }

    private void turn() throws InterruptedException {
        Optional<Connection> connection = link.connection();
        if (connection.isEmpty()) {
            startOver();
            ring(bell, IDLE);
            return;
        }
        fill(connection.get());
        if (inFlight.isEmpty()) {
            ring(bell, Duration.ofNanos(telling.rest(IDLE.toNanos(), System.nanoTime())));
        } else {
            confirm();
        }
    }

    private void fill(Connection connection) {
        for (Owed owed : telling.next(System.nanoTime())) {
            inFlight.add(new Sent(owed, sent(connection, owed.message())));
        }
    }

    private CompletableFuture<PublishAck> sent(Connection connection, Outgoing message) {
        try {
            byte[] json = message.json();
            long most = connection.getServerInfo().getMaxPayload() - HEADERS;
            if (lane == Lane.ACKS && json.length > most) {
                json = Fitting.fitted(json, most);
            }
            PublishOptions options =
                    PublishOptions.builder().messageId(message.messageId()).build();
            return connection
                    .jetStream(Link.JETSTREAM)
                    .publishAsync(message.subject().toString(), json, options)
                    .orTimeout(CONFIRM.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | IllegalStateException | IllegalArgumentException | Unreadable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    // Takes all that are confirmed, waiting for the first.
    private void confirm() throws InterruptedException {
        List<Sent> stored = new ArrayList<>();
        try {
            do {
                Sent sent = inFlight.element();
                PublishAck ack = sent.confirmed().get();
                inFlight.remove();
                stored.add(sent);
                countDuplicate(sent.owed(), ack);
            } while (!inFlight.isEmpty() && inFlight.element().confirmed().isDone());
            pause = SHORTEST_PAUSE;
        } catch (ExecutionException | java.util.concurrent.CancellationException e) {
            unconfirmed(e, stored);
        }
        settle(stored);
    }

    private void unconfirmed(Exception e, List<Sent> stored) throws InterruptedException {
        Throwable why = e.getCause() == null || e instanceof CompletionException ? e : e.getCause();
        LOG.info(
                "{} message(s) of {} are not confirmed yet and are sent again: {}",
                inFlight.size(),
                lane,
                why.toString());
        for (Sent sent : inFlight) {
            telling.doubted(sent.owed());
            try {
                sent.confirmed().get();
                stored.add(sent);
            } catch (ExecutionException | java.util.concurrent.CancellationException notStored) {
                // this one is sent again
            }
        }
        settle(stored);
        stored.clear();
        startOver();
        rest();
    }

    private void settle(List<Sent> stored) {
        telling.stored(stored.stream().map(Sent::owed).toList());
    }

    private void countDuplicate(Owed owed, PublishAck ack) {
        if (ack.isDuplicate() && !telling.sentBefore(owed)) {
            // Also after a crash between the log's word and ours, where it is harmless.
            duplicates.incrementAndGet();
            LOG.warn(
                    "the log had a message {} before it was sent from here",
                    owed.message().messageId());
        }
    }

    private void startOver() {
        inFlight.clear();
        telling.startOver();
    }

    private void rest() {
        try {
            pause = ring(arrival, pause) ? SHORTEST_PAUSE : longer(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private static boolean ring(Semaphore bell, Duration most) throws InterruptedException {
        boolean rung = bell.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS);
        bell.drainPermits();
        return rung;
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
}
