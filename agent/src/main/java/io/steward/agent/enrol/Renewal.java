package io.steward.agent.enrol;

import io.steward.agent.method.EventSink;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Json;
import io.steward.nats.Link;
import io.steward.nats.keys.UserToken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for fresh credentials in time: over the broker once two thirds of the present ones' life are over, and again every
 * twentieth of it; and at the controller's open door if they have run out all the same, after a long time without a link.
 *
 * <p>One thread of its own. A node whose credentials never expire, or that did not make its key itself, asks for nothing.
 */
public final class Renewal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_NAP = Duration.ofMinutes(1);
    private static final Duration SHORTEST_NAP = Duration.ofMillis(100);
    private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofHours(1);

    private final NodeName node;
    private final Credentials credentials;
    private final Optional<Newcomer> newcomer;
    private final EventSink events;
    private final Link link;
    private final InstantSource time;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "renewal");
    private Instant asked = Instant.MIN;

    /**
     * Asks for nothing before {@link #start}.
     *
     * @param newcomer what asks over HTTP, if that is configured
     * @param time the broker's, as far as it is known
     */
    public Renewal(
            NodeName node,
            Credentials credentials,
            Optional<Newcomer> newcomer,
            EventSink events,
            Link link,
            InstantSource time) {
        this.node = node;
        this.credentials = credentials;
        this.newcomer = newcomer;
        this.events = events;
        this.link = link;
        this.time = time;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Duration nap = SHORTEST_NAP;
            while (!closed.await(nap.toMillis(), TimeUnit.MILLISECONDS)) {
                nap = look();
            }
        } catch (InterruptedException e) {
            LOG.debug("closed");
        }
    }

    private Duration look() {
        try {
            Optional<UserToken> token = credentials.own();
            Optional<Instant> end = token.flatMap(UserToken::expiresAt);
            return end.isEmpty() ? LONGEST_NAP : look(token.get(), end.get());
        } catch (RuntimeException e) {
            LOG.warn("credentials can't be renewed now: {}", e.getMessage());
            return LONGEST_NAP;
        }
    }

    private Duration look(UserToken token, Instant end) {
        Instant now = time.instant();
        Duration life = Duration.between(token.issuedAt(), end);
        Duration retry = longer(shorter(life.dividedBy(20), LONGEST_RETRY), SHORTEST_RETRY);
        Instant due = token.issuedAt().plus(life.multipliedBy(2).dividedBy(3));
        Instant next = due.isAfter(asked) ? due : asked.plus(retry);
        if (!now.isBefore(next)) {
            asked = now;
            ask(token, now.isBefore(end));
            return longer(shorter(retry, LONGEST_NAP), SHORTEST_NAP);
        }
        return longer(shorter(Duration.between(now, next), LONGEST_NAP), SHORTEST_NAP);
    }

    private void ask(UserToken token, boolean hold) {
        if (link.connection().isPresent()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("v", 1);
            json.put("at", Json.time(time.instant()));
            json.put("publicKey", token.publicKey());
            events.report(
                    Subject.event(node, "renewal", "agent"),
                    "renewal." + UUID.randomUUID(),
                    Json.text(json).getBytes(StandardCharsets.UTF_8));
        } else if (!hold && newcomer.isPresent()) {
            LOG.warn("the credentials have expired; asking for new ones as at the start");
            newcomer.get().tried();
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
