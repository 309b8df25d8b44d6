package io.steward.ops.bench.raw;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.PublishAck;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One message to a node and one back, each stored before it is delivered: from the fleet's account into the stream of
 * commands, through the node's own durable consumer across the account's import to the node, which acks it and publishes
 * into the same stream, and from there through a consumer without acks back. The clients do nothing else. The messages
 * are bytes, as many as a signed command and its terminal ACK have. One thread; one trip at a time.
 */
public final class RawTrip implements AutoCloseable {
    private static final byte[] COMMAND = new byte[480];
    private static final byte[] ACK = new byte[560];
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Link fleet;
    private final Link node;
    private final String command;
    private final String ack;
    private final BlockingQueue<Message> back = new LinkedBlockingQueue<>();
    private final BlockingQueue<CompletableFuture<PublishAck>> answers = new LinkedBlockingQueue<>();

    private RawTrip(Link fleet, Link node, NodeName name) {
        this.fleet = fleet;
        this.node = node;
        this.command = name + ".command.noop.raw";
        this.ack = name + ".ack.noop.raw";
    }

    /** On a site whose broker runs, and neither its controller nor the node's agent; the node is enrolled. */
    public static RawTrip on(ScratchSite site, String node) throws IOException, InterruptedException {
        NodeName name = NodeName.of(node);
        Link fleet = Link.open(LinkConfig.forFleet(site.brokerUrl(), site.site().controllerCredentials(), "raw"));
        Link link = Link.open(LinkConfig.forNode(site.brokerUrl(), site.site().credentials(name), name));
        RawTrip trip = new RawTrip(fleet, link, name);
        RawPull.from(connection(link), Streams.COMMANDS, node, trip::arrived);
        RawPull.from(connection(fleet), Streams.COMMANDS, follower(connection(fleet)), trip::cameBack);
        return trip;
    }

    /** There and back; nanoseconds. */
    public long once() throws IOException, InterruptedException {
        Connection connection = connection(fleet);
        long begun = System.nanoTime();
        CompletableFuture<PublishAck> sent = publish(connection, command, COMMAND);
        @Nullable Message came = back.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        long took = System.nanoTime() - begun;
        stored(sent);
        if (came == null) {
            throw new IOException("a message did not come through the bare broker within " + PATIENCE);
        }
        stored(answers.take());
        return took;
    }

    private void arrived(Message message) {
        message.ack();
        answers.add(publish(message.getConnection(), ack, ACK));
    }

    private void cameBack(Message message) {
        if (message.getSubject().equals(ack)) {
            back.add(message);
        }
    }

    private static CompletableFuture<PublishAck> publish(Connection connection, String subject, byte[] bytes) {
        try {
            PublishOptions options = PublishOptions.builder()
                    .messageId(UUID.randomUUID().toString())
                    .build();
            return connection.jetStream(Link.JETSTREAM).publishAsync(subject, bytes, options);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void stored(CompletableFuture<PublishAck> sent) throws IOException, InterruptedException {
        try {
            sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a message was not stored by the bare broker: " + e, e);
        }
    }

    /** A consumer like the one that the log is followed by; its name. */
    private static String follower(Connection connection) throws IOException {
        try {
            JetStreamManagement broker = connection.jetStreamManagement(Link.JETSTREAM);
            ConsumerConfiguration wanted = ConsumerConfiguration.builder()
                    .deliverPolicy(DeliverPolicy.New)
                    .ackPolicy(AckPolicy.None)
                    .memStorage(true)
                    .inactiveThreshold(Duration.ofHours(1))
                    .build();
            return broker.addOrUpdateConsumer(Streams.COMMANDS, wanted).getName();
        } catch (JetStreamApiException e) {
            throw new IOException("the bare broker gives no consumer: " + e.getMessage(), e);
        }
    }

    private static Connection connection(Link link) throws IOException, InterruptedException {
        return link.await(PATIENCE).orElseThrow(() -> new IOException("the bare broker can't be reached"));
    }

    @Override
    public void close() {
        node.close();
        fleet.close();
    }
}
