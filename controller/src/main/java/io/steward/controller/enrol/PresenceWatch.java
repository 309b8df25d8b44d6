package io.steward.controller.enrol;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.controller.enrol.PresenceRule.Notice;
import io.steward.controller.read.NodePresence;
import io.steward.controller.read.StateReader;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.nats.ConnectionNotice;
import io.steward.nats.Link;
import io.steward.nats.LinkEvent;
import io.steward.nats.StreamNames;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches nodes come and go: passes the broker's notices on as {@code <node>.presence.connection.broker}, and tells the
 * log as {@code <node>.event.connection.controller} when a node's online changed.
 *
 * <p>One thread of its own, and the link's for notices. Several controllers may watch: they say the same under the same
 * message id, and the log keeps it once. Nothing is lost by a failure, since the next round finds the same difference. A
 * broker that gives no notices leaves the age of heartbeats alone to tell.
 */
public final class PresenceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresenceWatch.class);
    /** A fleet that comes or goes at once is told so many at a time. */
    private static final int WINDOW = 256;
    /** So much longer than a look is the pause behind it, while much is going on. */
    private static final int PAUSES = 4;

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Link link;
    private final StateReader reader;
    private final InstantSource clock;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "presence-watch");

    /**
     * Nothing is watched before {@link #start}.
     *
     * @param every how long between two looks at all nodes, at least
     */
    public PresenceWatch(Link link, StateReader reader, InstantSource clock, Duration every) {
        this.link = link;
        this.reader = reader;
        this.clock = clock;
        this.pace = new Pace(every, PAUSES, LONGEST);
        this.thread.setDaemon(true);
    }

    public void start() {
        link.listen((event, connection) -> {
            if (event == LinkEvent.CONNECTED || event == LinkEvent.REBUILT) {
                Dispatcher dispatcher = connection.createDispatcher(message -> pass(connection, message));
                dispatcher.subscribe(StreamNames.DISCONNECTS);
                dispatcher.subscribe(StreamNames.CONNECTS);
            }
        });
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Connection connection, Message message) {
        Optional<ConnectionNotice> read = ConnectionNotice.read(message.getData());
        if (closed.getCount() == 0 || read.isEmpty()) {
            return;
        }
        ConnectionNotice notice = read.get();
        String reason = notice.connected() ? "connected" : notice.reason();
        try {
            connection.publish(
                    Subject.presence(notice.node(), "connection", "broker").toString(),
                    EventCodec.encode(new io.steward.model.event.Connection(notice.at(), notice.connected(), reason)));
        } catch (IllegalStateException e) {
            LOG.info("a notice was not passed on, the link is down: {}", e.getMessage());
        }
    }

    private void run() {
        try {
            while (!closed.await(pace.pause(), TimeUnit.MILLISECONDS)) {
                Optional<Connection> connection = link.connection();
                if (connection.isPresent()) {
                    tell(connection.get());
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("presence is no longer watched");
        }
    }

    private void tell(Connection connection) throws InterruptedException {
        try {
            JetStream log = connection.jetStream(Link.JETSTREAM);
            Deque<CompletableFuture<PublishAck>> underWay = new ArrayDeque<>();
            for (NodePresence seen : pace.look(reader::changedPresence)) {
                Optional<Notice> notice = PresenceRule.decide(seen);
                if (notice.isPresent()) {
                    underWay.add(publish(log, notice.get()));
                }
                if (underWay.size() == WINDOW) {
                    underWay.remove().get();
                }
            }
            for (CompletableFuture<PublishAck> answer : underWay) {
                answer.get();
            }
        } catch (IOException | RuntimeException e) {
            LOG.info("who came or went can't be told yet: {}", e.getMessage());
        } catch (ExecutionException e) {
            LOG.info("who came or went can't be told yet: {}", e.getCause());
        }
    }

    private CompletableFuture<PublishAck> publish(JetStream log, Notice notice) {
        return log.publishAsync(
                Subject.event(notice.node(), "connection", "controller").toString(),
                EventCodec.encode(
                        new io.steward.model.event.Connection(clock.instant(), notice.online(), notice.reason())),
                PublishOptions.builder()
                        .messageId(notice.messageId())
                        .expectedStream(Streams.EVENTS)
                        .build());
    }
}
