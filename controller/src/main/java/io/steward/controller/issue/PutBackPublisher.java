package io.steward.controller.issue;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Publishes what is put back, some at a time, in order. One thread; after a failure it is of no more use. */
final class PutBackPublisher implements PutBack.Taker {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WINDOW = 256;

    private final JetStream log;
    private final Deque<CompletableFuture<PublishAck>> window = new ArrayDeque<>();

    PutBackPublisher(Connection connection) throws IOException {
        this.log = connection.jetStream(Link.JETSTREAM);
    }

    @Override
    public void take(PutBack message) throws IOException, InterruptedException {
        window.add(log.publishAsync(
                message.subject(),
                message.bytes(),
                PublishOptions.builder()
                        .messageId(message.messageId())
                        .expectedStream(message.stream())
                        .build()));
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

    private static void confirm(CompletableFuture<PublishAck> answer) throws IOException, InterruptedException {
        try {
            answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
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
