package io.steward.controller.issue;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.model.command.Command;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The control streams in JetStream. A command is published under its id as message id, so publishing it again after a
 * lost answer stores it once.
 *
 * <p>Any thread. At most {@link #WINDOW} publishes of all callers are under way at once. While the broker is away a call
 * waits for it as long as its patience, and nothing is sent later than that.
 */
public final class JetStreamCommandLog implements CommandLog {
    /** Publishes without an answer yet, over all callers. */
    static final int WINDOW = 1000;

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Link link;
    private final Streams streams;
    private final Duration patience;
    private final Semaphore window = new Semaphore(WINDOW);

    /** @param patience how long a call may last; an answer of the broker is waited for 5 s of it each time */
    public JetStreamCommandLog(Link link, Streams streams, Duration patience) {
        this.link = link;
        this.streams = streams;
        this.patience = patience;
    }

    @Override
    public List<Fate> store(List<Command> commands, UnaryOperator<Command> finishing) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Handover> handovers = commands.stream()
                .map(command -> new Handover(command, streams, finishing))
                .toList();
        List<Handover> open = handovers;
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            Optional<Connection> connection = link.await(Duration.ofNanos(deadline - System.nanoTime()));
            if (connection.isPresent()) {
                publish(connection.get(), open);
                open = open.stream().filter(Handover::open).toList();
                if (!open.isEmpty()) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
                }
            }
        }
        return handovers.stream().map(Handover::fate).toList();
    }

    private void publish(Connection connection, List<Handover> open) throws InterruptedException {
        List<CompletableFuture<PublishAck>> answers = new ArrayList<>(open.size());
        for (Handover handover : open) {
            answers.add(publish(connection, handover));
        }
        for (int i = 0; i < open.size(); i++) {
            await(connection, open.get(i), answers.get(i));
        }
    }

    private CompletableFuture<PublishAck> publish(Connection connection, Handover handover)
            throws InterruptedException {
        byte[] bytes;
        try {
            bytes = handover.bytes();
        } catch (RuntimeException e) {
            handover.unfinished(e);
            return CompletableFuture.failedFuture(new NotSent(e));
        }
        window.acquire();
        CompletableFuture<PublishAck> answer;
        try {
            JetStream stream = connection.jetStream(Link.JETSTREAM);
            answer = stream.publishAsync(handover.subject(), bytes, options(handover));
        } catch (IOException | RuntimeException e) {
            answer = CompletableFuture.failedFuture(new NotSent(e));
        }
        return answer.whenComplete((ack, failure) -> window.release());
    }

    private static PublishOptions options(Handover handover) {
        return PublishOptions.builder()
                .messageId(handover.id())
                .expectedStream(handover.stream())
                .build();
    }

    private static void await(Connection connection, Handover handover, CompletableFuture<PublishAck> answer)
            throws InterruptedException {
        try {
            handover.answered(connection, answer.get());
        } catch (ExecutionException e) {
            handover.failed(e.getCause());
        } catch (CancellationException e) {
            handover.failed(e);
        }
    }

    /** The client refused to send: the broker has not seen it. */
    static final class NotSent extends IOException {
        NotSent(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
