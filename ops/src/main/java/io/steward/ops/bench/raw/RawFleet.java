package io.steward.ops.bench.raw;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStream;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.ops.bench.sim.FleetUser;
import io.steward.ops.scratch.ScratchSite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bare way of commands to many nodes: stored, delivered through each node's own durable consumer across the accounts,
 * and acked. The clients do nothing else; messages are bytes of the size of a signed command. One thread; on a site whose
 * broker runs, and neither its controller nor its nodes.
 */
public final class RawFleet implements AutoCloseable {
    private static final byte[] COMMAND = new byte[480];
    private static final byte[] WISH = ("{\"batch\":200,\"expires\":" + Duration.ofMinutes(30).toNanos()
                    + ",\"idle_heartbeat\":" + Duration.ofSeconds(30).toNanos() + "}")
            .getBytes(StandardCharsets.US_ASCII);
    private static final String PROCESS = "noop.raw";
    private static final int CONNECTIONS = 4;
    private static final int WINDOW = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScratchSite site;
    private final Streams streams;
    private final List<NodeName> nodes;
    private final Path credentials;
    private final Link fleet;
    private final List<Link> links = new ArrayList<>();
    private final AtomicLong delivered = new AtomicLong();

    private RawFleet(ScratchSite site, Streams streams, List<NodeName> nodes) throws IOException {
        this.site = site;
        this.streams = streams;
        this.nodes = List.copyOf(nodes);
        this.credentials = FleetUser.credentials(site.folder().keys());
        this.fleet = Link.open(LinkConfig.forFleet(site.brokerUrl(), site.site().controllerCredentials(), "raw"));
    }

    /** The nodes are enrolled. */
    public static RawFleet on(ScratchSite site, Streams streams, List<NodeName> nodes) throws IOException {
        return new RawFleet(site, streams, nodes);
    }

    /** One message to each node, all of which wait for it; commands per second until the last is acked. */
    public double fanOut(Duration most) throws IOException, InterruptedException {
        come();
        long before = delivered.get();
        long begun = System.nanoTime();
        publish();
        return nodes.size() / seconds(begun, before + nodes.size(), most);
    }

    /** So many messages to each node, which come when all are stored; commands per second from then on. */
    public double replay(int each, Duration most) throws IOException, InterruptedException {
        leave();
        for (int i = 0; i < each; i++) {
            publish();
        }
        long before = delivered.get();
        long begun = System.nanoTime();
        come();
        long all = (long) each * nodes.size();
        return all / seconds(begun, before + all, most);
    }

    @Override
    public void close() {
        leave();
        fleet.close();
    }

    private void come() throws IOException, InterruptedException {
        if (!links.isEmpty()) {
            return;
        }
        List<Connection> connections = new ArrayList<>();
        String replies = "_I.raw.";
        for (int i = 0; i < CONNECTIONS; i++) {
            Link link = Link.open(new LinkConfig(List.of(site.brokerUrl()), credentials, "raw-" + i, Optional.of("_I.raw")));
            links.add(link);
            Connection connection = connection(link);
            Dispatcher dispatcher = connection.createDispatcher(this::arrived);
            dispatcher.setPendingLimits(-1, -1);
            dispatcher.subscribe(replies + i + ".*");
            connections.add(connection);
        }
        for (int i = 0; i < nodes.size(); i++) {
            NodeName node = nodes.get(i);
            connections
                    .get(i % CONNECTIONS)
                    .publish(
                            "$JS.API.CONSUMER.MSG.NEXT." + streams.commandStream(node) + "." + node,
                            replies + i % CONNECTIONS + "." + i,
                            WISH);
        }
        flush();
    }

    private void leave() {
        links.forEach(Link::close);
        links.clear();
    }

    // What else is delivered was acked by a node whose ack the broker did not get.
    private void arrived(Message message) {
        if (message.isJetStream()) {
            message.ack();
            if (message.getSubject().endsWith(PROCESS)) {
                delivered.incrementAndGet();
            }
        }
    }

    private void publish() throws IOException, InterruptedException {
        Semaphore window = new Semaphore(WINDOW);
        List<CompletableFuture<PublishAck>> stored = new ArrayList<>(nodes.size());
        JetStream log = connection(fleet).jetStream(Link.JETSTREAM);
        for (NodeName node : nodes) {
            window.acquire();
            stored.add(log.publishAsync(
                            node + ".command." + PROCESS,
                            COMMAND,
                            PublishOptions.builder()
                                    .messageId(UUID.randomUUID().toString())
                                    .build())
                    .whenComplete((ack, failure) -> window.release()));
        }
        for (CompletableFuture<PublishAck> one : stored) {
            try {
                one.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("a message was not stored by the bare broker: " + e.getMessage(), e);
            }
        }
    }

    private double seconds(long begun, long expected, Duration most) throws IOException, InterruptedException {
        while (delivered.get() < expected) {
            if (System.nanoTime() - begun > most.toNanos()) {
                throw new IOException((expected - delivered.get()) + " messages did not come through the bare broker"
                        + " within " + most.toSeconds() + " s; allow more with --seconds");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        flush();
        return (System.nanoTime() - begun) / 1e9;
    }

    private void flush() throws IOException, InterruptedException {
        try {
            for (Link link : links) {
                connection(link).flush(PATIENCE);
            }
        } catch (TimeoutException e) {
            throw new IOException("the bare broker did not answer within " + PATIENCE.toSeconds() + " s", e);
        }
    }

    private static Connection connection(Link link) throws IOException, InterruptedException {
        return link.await(PATIENCE).orElseThrow(() -> new IOException("the bare broker can't be reached"));
    }
}
