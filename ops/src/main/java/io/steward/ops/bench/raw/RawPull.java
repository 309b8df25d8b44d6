package io.steward.ops.bench.raw;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Pulls from one consumer by long requests, as agents do: the next is asked for when one is used up or over. What comes
 * is handed over on the client's thread.
 */
final class RawPull {
    private static final int BATCH = 200;
    private static final Duration EXPIRES = Duration.ofMinutes(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(30);
    private static final int IDLE_HEARTBEAT = 100;

    private final Connection connection;
    private final String request;
    private final String replies;
    private final Consumer<Message> arrived;
    private final AtomicInteger left = new AtomicInteger();

    private RawPull(Connection connection, String stream, String consumer, Consumer<Message> arrived) {
        this.connection = connection;
        this.request = "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer;
        this.replies = connection.createInbox();
        this.arrived = arrived;
    }

    /** Begins. */
    static void from(Connection connection, String stream, String consumer, Consumer<Message> arrived) {
        RawPull pull = new RawPull(connection, stream, consumer, arrived);
        Dispatcher dispatcher = connection.createDispatcher(pull::heard);
        dispatcher.subscribe(pull.replies);
        pull.ask();
    }

    private void heard(Message message) {
        if (message.isJetStream()) {
            arrived.accept(message);
            if (left.decrementAndGet() == 0) {
                ask();
            }
        } else if (message.isStatusMessage() && message.getStatus().getCode() != IDLE_HEARTBEAT) {
            ask();
        }
    }

    private void ask() {
        left.set(BATCH);
        String body = "{\"batch\":" + BATCH + ",\"expires\":" + EXPIRES.toNanos() + ",\"idle_heartbeat\":"
                + HEARTBEAT.toNanos() + "}";
        connection.publish(request, replies, body.getBytes(StandardCharsets.UTF_8));
    }
}
