package io.steward.controller.enrol;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.steward.controller.read.OrphanedCommand;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Ack;
import io.steward.model.subject.Streams;
import io.steward.model.wire.Codec;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log which commands are LOST, because their node came back with another journal.
 *
 * <p>One thread of its own. Several controllers may watch: they say the same under the same message id, and what the log
 * is told a second time changes nothing. Nothing is lost by a failure, since the next round finds the same commands.
 */
public final class LostWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LostWatch.class);
    private static final int ROUND = 1000;
    /** So much longer than a look is the pause behind it: with a hundred thousand open commands a look takes long. */
    private static final int PAUSES = 19;

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Link link;
    private final StateReader reader;
    private final Streams streams;
    private final InstantSource clock;
    private final Duration grace;
    private final Pace pace;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "lost-watch");

    /**
     * Nothing is watched before {@link #start}.
     *
     * @param grace how long a node has to have been there with its new journal
     * @param every how long between two looks, at least
     */
    public LostWatch(
            Link link, StateReader reader, Streams streams, InstantSource clock, Duration grace, Duration every) {
        this.link = link;
        this.reader = reader;
        this.streams = streams;
        this.clock = clock;
        this.grace = grace;
        this.pace = new Pace(every, PAUSES, LONGEST);
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed.await(pace.pause(), TimeUnit.MILLISECONDS)) {
                link.connection().ifPresent(this::look);
            }
        } catch (InterruptedException e) {
            LOG.debug("lost commands are no longer watched for");
        }
    }

    private void look(Connection connection) {
        try {
            JetStream log = connection.jetStream(Link.JETSTREAM);
            for (OrphanedCommand command : pace.look(() -> reader.orphaned(ROUND))) {
                Optional<Ack> lost = LostRule.decide(command, grace, clock.instant());
                if (lost.isPresent()) {
                    tell(log, command, lost.get());
                }
            }
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            LOG.info("what is lost can't be told yet: {}", e.getMessage());
        }
    }

    private void tell(JetStream log, OrphanedCommand command, Ack lost) throws IOException, JetStreamApiException {
        boolean again = log.publish(
                        command.subject().ack().toString(),
                        Codec.encode(lost),
                        PublishOptions.builder()
                                .messageId(lost.messageId())
                                .expectedStream(
                                        streams.commandStream(command.subject().node()))
                                .build())
                .isDuplicate();
        if (!again) {
            LOG.warn(
                    "command {} of {} is LOST: its journal is gone",
                    command.id(),
                    command.subject().node());
        }
    }
}
