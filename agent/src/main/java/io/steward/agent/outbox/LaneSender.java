package io.steward.agent.outbox;

import io.nats.client.Connection;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.agent.journal.Change;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.JournalBroken;
import io.steward.agent.journal.Lane;
import io.steward.agent.journal.Outgoing;
import io.steward.agent.journal.Owed;
import io.steward.agent.turn.Turn;
import io.steward.agent.turn.Turns;
import io.steward.agent.turn.Turns.Rounds;
import io.steward.model.command.CommandId;
import io.steward.model.wire.Unreadable;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one lane in order, a window at a time. It works in turns; {@link #news} and {@link #linked} may be called by any
 * thread.
 *
 * <p>A message leaves the journal only when the log has confirmed it. When one isn't confirmed, "unknown" is not
 * "failed": what is behind it is waited for, and then everything from the first unconfirmed one on is sent again under
 * the same message ids.
 */
final class LaneSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSender.class);
    private static final int HEADERS = 1024;
    private static final Duration CONFIRM = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private record Sent(Owed owed, long at, CompletableFuture<PublishAck> confirmed) {
        /** The log's word; empty if it said none. Only once that is known. */
        Optional<PublishAck> answer() {
            try {
                return Optional.of(confirmed.join());
            } catch (CompletionException | CancellationException e) {
                return Optional.empty();
            }
        }

        String trouble() {
            try {
                return confirmed.join().toString();
            } catch (CompletionException e) {
                return String.valueOf(e.getCause());
            } catch (CancellationException e) {
                return e.toString();
            }
        }
    }

    private final Lane lane;
    private final Journal journal;
    private final Telling telling;
    private final Link link;
    private final Consumer<Throwable> halt;
    private final AtomicLong duplicates;
    private final Deque<Sent> inFlight = new ArrayDeque<>();
    private final Turns turns;
    private final AtomicBoolean arrival = new AtomicBoolean();
    private volatile @Nullable Rounds rounds;
    private volatile boolean ended;
    private boolean doubting;
    private long restUntil = System.nanoTime();
    private Duration pause = SHORTEST_PAUSE;

    LaneSender(
            Lane lane,
            Journal journal,
            Link link,
            Turns turns,
            Duration hold,
            Consumer<CommandId> told,
            AtomicLong duplicates,
            Consumer<Throwable> halt) {
        this.lane = lane;
        this.journal = journal;
        this.turns = turns;
        this.telling = new Telling(lane, journal, told, hold.toNanos());
        this.link = link;
        this.duplicates = duplicates;
        this.halt = halt;
    }

    void start() {
        rounds = turns.begin("outbox-" + lane.name().toLowerCase(Locale.ROOT), this::turn);
    }

    /** There may be something to send, or to confirm. */
    void news() {
        Rounds begun = rounds;
        if (begun != null) {
            begun.ring();
        }
    }

    /** There is a link again: no pause is waited out. */
    void linked() {
        arrival.set(true);
        news();
    }

    @Override
    public void close() {
        ended = true;
        Rounds begun = rounds;
        if (begun != null) {
            begun.close();
        }
    }

    private Duration turn() {
        if (ended) {
            return Turn.NEVER;
        }
        try {
            return worked();
        } catch (JournalBroken | Error e) {
            ended = true;
            halt.accept(e);
            return Turn.NEVER;
        } catch (RuntimeException e) {
            LOG.error("the outbox stumbled and goes on: {}", e.toString());
            startOver();
            rest();
            return pause;
        }
    }

    private Duration worked() {
        journal.check();
        Optional<Connection> connection = link.connection();
        if (connection.isEmpty()) {
            startOver();
            return AWAY;
        }
        if (arrival.getAndSet(false)) {
            restUntil = System.nanoTime();
            pause = SHORTEST_PAUSE;
            prune();
        }
        if (resting()) {
            return left();
        }
        confirm();
        if (resting()) {
            return left();
        }
        if (doubting) {
            return IDLE; // what is still open rings
        }
        fill(connection.get());
        return Duration.ofNanos(telling.rest(IDLE.toNanos(), System.nanoTime()));
    }

    private boolean resting() {
        return restUntil - System.nanoTime() > 0;
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, restUntil - System.nanoTime()));
    }

    // After time away the ends are told alone: they carry the earlier times.
    private void prune() {
        if (lane == Lane.ACKS && journal.owing(lane) > 1) {
            journal.append(List.of(new Change.Pruned()));
        }
    }

    private void fill(Connection connection) {
        for (Owed owed : telling.next(System.nanoTime())) {
            CompletableFuture<PublishAck> confirmed = sent(connection, owed.message());
            inFlight.add(new Sent(owed, System.nanoTime(), confirmed));
            CompletableFuture<PublishAck> unused = confirmed.whenComplete((ack, failure) -> news());
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

    // Takes all that are confirmed, in order.
    private void confirm() {
        List<Sent> stored = new ArrayList<>();
        while (!inFlight.isEmpty() && inFlight.element().confirmed().isDone() && !doubting) {
            Sent sent = inFlight.element();
            Optional<PublishAck> ack = sent.answer();
            doubting = ack.isEmpty();
            if (ack.isPresent()) {
                inFlight.remove();
                stored.add(sent);
                telling.took(System.nanoTime() - sent.at());
                countDuplicate(sent.owed(), ack.get());
                pause = SHORTEST_PAUSE;
            }
        }
        settle(stored);
        if (doubting && inFlight.stream().allMatch(sent -> sent.confirmed().isDone())) {
            unconfirmed();
        }
    }

    private void unconfirmed() {
        LOG.info(
                "{} message(s) of {} are not confirmed yet and are sent again: {}",
                inFlight.size(),
                lane,
                inFlight.element().trouble());
        inFlight.forEach(sent -> telling.doubted(sent.owed()));
        settle(inFlight.stream().filter(sent -> sent.answer().isPresent()).toList());
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
        doubting = false;
        inFlight.clear();
        telling.startOver();
    }

    private void rest() {
        restUntil = System.nanoTime() + pause.toNanos();
        pause = longer(pause);
    }

    private static Duration longer(Duration pause) {
        Duration longer = pause.multipliedBy(2);
        return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
}
