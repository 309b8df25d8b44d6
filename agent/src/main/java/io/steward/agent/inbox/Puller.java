package io.steward.agent.inbox;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks the node's consumer for messages over one connection, by the request that every JetStream server answers
 * ({@code $JS.API.CONSUMER.MSG.NEXT.<stream>.<consumer>}), since a node may ask for nothing else. One thread asks;
 * answers come on the client's.
 *
 * <p>Each request has a reply subject of its own below one subscription, so that the last word about an old request is
 * never taken for one about the newest.
 */
final class Puller {
    /** How many messages one request asks for. */
    static final int BATCH = 200;

    private static final int MOST_BYTES = 8 << 20;

    private final Connection connection;
    private final String request;
    private final String replies;
    private long asked;
    private int left;

    private Puller(Connection connection, String request, String replies) {
        this.connection = connection;
        this.request = request;
        this.replies = replies;
    }

    static Puller on(
            Connection connection, Dispatcher dispatcher, String stream, String consumer, Consumer<Message> arrived) {
        String replies = connection.createInbox();
        dispatcher.subscribe(replies + ".*", arrived::accept);
        return new Puller(connection, "$JS.API.CONSUMER.MSG.NEXT." + stream + "." + consumer, replies);
    }

    boolean isFor(Connection other) {
        return connection == other;
    }

    /** Asks for what is there now; the answer is that, and a word that there is no more. */
    void askNow() {
        ask("{\"batch\":" + BATCH + ",\"max_bytes\":" + MOST_BYTES + ",\"no_wait\":true}");
    }

    /** Asks for what is there and what comes within this time. */
    void ask(Duration expires, Duration heartbeat) {
        ask("{\"batch\":" + BATCH + ",\"max_bytes\":" + MOST_BYTES + ",\"expires\":" + expires.toNanos()
                + ",\"idle_heartbeat\":" + heartbeat.toNanos() + "}");
    }

    /** One message came; true if it was the last that the request asked for. */
    boolean took() {
        left--;
        return left <= 0;
    }

    /** Whether this status is the end of the newest request; a heartbeat and words about older ones are not. */
    boolean ended(Message status) {
        return status.getSubject().equals(replies + "." + asked)
                && status.getStatus().getCode() != 100;
    }

    private void ask(String body) {
        asked++;
        left = BATCH;
        connection.publish(request, replies + "." + asked, body.getBytes(StandardCharsets.UTF_8));
    }
}
