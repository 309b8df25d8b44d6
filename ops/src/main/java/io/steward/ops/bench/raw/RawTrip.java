package io.steward.ops.bench.raw;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.Dispatcher;
import io.nats.client.IterableConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.PublishAck;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One message to a node and one back, each stored before it is delivered: from the fleet's account into the stream of
 * commands, through the node's own durable consumer across the account's import to the node, which acks it and publishes
 * into the same stream, and from there through an ordered consumer back. The clients do nothing else. The messages are
 * bytes of the size of a signed command and of its terminal ACK. One thread; one message under way at a time.
 */
public final class RawTrip implements AutoCloseable {
    private static final byte[] COMMAND = new byte[480];
    private static final byte[] ACK = new byte[560];
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BATCH = 200;

    private final Link fleet;
    private final Link node;
    private final NodeName name;
    private final String replies;
    private final IterableConsumer follower;
    private final AtomicReference<CompletableFuture<PublishAck>> answered = new AtomicReference<>();
    private int left;

    private RawTrip(Link fleet, Link node, NodeName name) throws IOException, InterruptedException {
        this.fleet = fleet;
        this.node = node;
        this.name = name;
        this.replies = connection(node).createInbox();
        Dispatcher dispatcher = connection(node).createDispatcher(this::arrived);
        dispatcher.subscribe(replies);
        this.follower = follower(connection(fleet));
    }

    /** On a site whose broker runs, and neither its controller nor the node's agent; the node is enrolled. */
    public static RawTrip on(ScratchSite site, String node) throws IOException, InterruptedException {
        NodeName name = NodeName.of(node);
        Link fleet = Link.open(LinkConfig.forFleet(site.brokerUrl(), site.site().controllerCredentials(), "raw"));
        Link link = Link.open(LinkConfig.forNode(site.brokerUrl(), site.site().credentials(name), name));
        return new RawTrip(fleet, link, name);
    }

    /** There and back; nanoseconds. */
    public long once() throws IOException, InterruptedException {
        if (left == 0) {
            ask();
        }
        left--;
        String id = UUID.randomUUID().toString();
        Connection connection = connection(fleet);
        long begun = System.nanoTime();
        CompletableFuture<PublishAck> sent = publish(connection, name + ".command.noop.raw", COMMAND, id);
        Message back = next();
        while (!back.getSubject().equals(name + ".ack.noop.raw")) {
            back = next();
        }
        long took = System.nanoTime() - begun;
        stored(sent);
        stored(answered.get());
        return took;
    }

    private void arrived(Message message) {
        if (message.isJetStream()) {
            message.ack();
            try {
                answered.set(publish(
                        message.getConnection(),
                        name + ".ack.noop.raw",
                        ACK,
                        UUID.randomUUID().toString()));
            } catch (IOException e) {
                answered.set(CompletableFuture.failedFuture(e));
            }
        }
    }

    private void ask() throws IOException, InterruptedException {
        String body =
                "{\"batch\":" + BATCH + ",\"expires\":" + Duration.ofMinutes(5).toNanos() + "}";
        connection(node)
                .publish(
                        "$JS.API.CONSUMER.MSG.NEXT." + Streams.COMMANDS + "." + name,
                        replies,
                        body.getBytes(StandardCharsets.UTF_8));
        left = BATCH;
    }

    private Message next() throws IOException, InterruptedException {
        try {
            Message message = follower.nextMessage(PATIENCE);
            if (message == null) {
                throw new IOException("a message did not come through the bare broker within " + PATIENCE);
            }
            return message;
        } catch (JetStreamStatusCheckedException e) {
            throw new IOException("the bare broker: " + e.getMessage(), e);
        }
    }

    private static CompletableFuture<PublishAck> publish(Connection connection, String subject, byte[] bytes, String id)
            throws IOException {
        PublishOptions options = PublishOptions.builder().messageId(id).build();
        return connection.jetStream(Link.JETSTREAM).publishAsync(subject, bytes, options);
    }

    private static void stored(CompletableFuture<PublishAck> sent) throws IOException, InterruptedException {
        try {
            sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a message was not stored by the bare broker: " + e.getMessage(), e);
        }
    }

    // From a place, not from now on: where it has to begin anew it leaves nothing out.
    private static IterableConsumer follower(Connection connection) throws IOException {
        try {
            long last = connection
                    .jetStreamManagement(Link.JETSTREAM)
                    .getStreamInfo(Streams.COMMANDS)
                    .getStreamState()
                    .getLastSequence();
            return connection
                    .getStreamContext(Streams.COMMANDS, Link.JETSTREAM)
                    .createOrderedConsumer(new OrderedConsumerConfiguration()
                            .deliverPolicy(DeliverPolicy.ByStartSequence)
                            .startSequence(last + 1))
                    .iterate(ConsumeOptions.builder().batchSize(BATCH).build());
        } catch (JetStreamApiException e) {
            throw new IOException("the bare broker gives no consumer: " + e.getMessage(), e);
        }
    }

    private static Connection connection(Link link) throws IOException, InterruptedException {
        return link.await(PATIENCE).orElseThrow(() -> new IOException("the bare broker can't be reached"));
    }

    @Override
    public void close() {
        try {
            follower.close();
        } catch (Exception e) {
            throw new IllegalStateException("the follower did not end: " + e.getMessage(), e);
        } finally {
            node.close();
            fleet.close();
        }
    }
}
