package io.steward.controller.issue;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.controller.issue.PutBack.Kind;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * Publishes what is put back, some at a time, in order. One thread; after a failure it is of no more use.
 *
 * <p>Under message ids of its own: a broker remembers ids for a while also when it has lost their messages, and would
 * take what is put back for a repeat and not store it.
 */
final class PutBackPublisher implements PutBack.Taker {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WINDOW = 256;

    private final JetStream log;
    private final BooleanSupplier open;
    private final Deque<Sent> window = new ArrayDeque<>();

    private record Sent(PutBack message, CompletableFuture<PublishAck> answer) {}

    /** @param open whether to go on */
    PutBackPublisher(Connection connection, BooleanSupplier open) throws IOException {
        this.log = connection.jetStream(Link.JETSTREAM);
        this.open = open;
    }

    @Override
    public void take(PutBack message) throws IOException, InterruptedException {
        if (!open.getAsBoolean()) {
            throw new IOException("stopped before the end; repeat the repair");
        }
        PublishOptions options = PublishOptions.builder()
                .messageId("repair." + message.id())
                .expectedStream(message.stream())
                .build();
        window.add(new Sent(message, log.publishAsync(message.subject(), message.bytes(), options)));
        if (window.size() >= WINDOW) {
            confirm(window.remove());
        }
    }

    @Override
    public void finish() throws IOException, InterruptedException {
        while (!window.isEmpty()) {
            confirm(window.remove());
        }
    }

    private static void confirm(Sent sent) throws IOException, InterruptedException {
        try {
            PublishAck ack = sent.answer().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            // Words of nodes go round by another stream, so they may be on their way still.
            if (ack.isDuplicate() && sent.message().kind() != Kind.NODE) {
                throw new IOException("the broker says that " + sent.message().id() + " was put back a short while ago,"
                        + " and the log did not hold it; repeat the repair, after ten minutes at the latest it works");
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof RuntimeException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : e.getCause();
            String why = cause instanceof JetStreamApiException refusal
                    ? refusal.getErrorDescription()
                    : String.valueOf(cause);
            throw new IOException("the broker did not store what is put back: " + why + "; repeat the repair", e);
        } catch (TimeoutException e) {
            throw new IOException("the broker does not answer; repeat the repair", e);
        }
    }
}
