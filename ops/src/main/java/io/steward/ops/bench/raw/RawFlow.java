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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bare way of many commands to some nodes: stored, delivered through each node's own durable consumer across the
 * accounts, and acked. The clients do nothing else; messages are bytes, as many as a signed command has. On a site whose
 * broker runs, and neither its controller nor its nodes. One thread.
 */
public final class RawFlow implements AutoCloseable {
    private static final byte[] COMMAND = new byte[480];
    private static final int BATCH = 200;
    private static final byte[] WISH = ("{\"batch\":" + BATCH + ",\"expires\":"
                    + Duration.ofMinutes(5).toNanos() + ",\"idle_heartbeat\":"
                    + Duration.ofSeconds(30).toNanos() + "}")
            .getBytes(StandardCharsets.US_ASCII);
    private static final int WINDOW = 1000;
    private static final String REPLIES = "_I.raw.";
    private static final String PROCESS = ".command.noop.raw";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchSite site;
    private final Streams streams;
    private final List<NodeName> nodes;
    private final Link fleet;
    private final Path user;
    private final AtomicLong delivered = new AtomicLong();
    private final Map<String, AtomicInteger> left = new ConcurrentHashMap<>();
    private volatile @Nullable Throwable failure;
    private @Nullable Link node;

    private RawFlow(ScratchSite site, Streams streams, List<NodeName> nodes) throws IOException {
        this.site = site;
        this.streams = streams;
        this.nodes = List.copyOf(nodes);
        this.user = FleetUser.credentials(site.folder().keys());
        this.fleet = Link.open(LinkConfig.forFleet(site.brokerUrl(), site.site().controllerCredentials(), "raw"));
    }

    /** The nodes are enrolled; their consumers are asked from now on. */
    public static RawFlow on(ScratchSite site, List<NodeName> nodes) throws IOException, InterruptedException {
        return on(site, Streams.single(), nodes);
    }

    /** The same on a site with several command streams. */
    public static RawFlow on(ScratchSite site, Streams streams, List<NodeName> nodes)
            throws IOException, InterruptedException {
        RawFlow flow = new RawFlow(site, streams, nodes);
        flow.come();
        return flow;
    }

    /**
     * So many messages, one node after the other.
     *
     * @return messages per second from the first publish until the last is stored and acked
     */
    public double perSecond(int messages, Duration most) throws IOException, InterruptedException {
        long expected = delivered.get() + messages;
        long begun = System.nanoTime();
        Semaphore window = new Semaphore(WINDOW);
        publish(messages, window);
        await(expected, window, begun, most);
        return messages * 1e9 / (System.nanoTime() - begun);
    }

    /**
     * So many messages to each node, which come when all are stored.
     *
     * @return messages per second from their coming until the last is acked
     */
    public double replayed(int each, Duration most) throws IOException, InterruptedException {
        leave();
        int messages = Math.multiplyExact(each, nodes.size());
        long expected = delivered.get() + messages;
        Semaphore window = new Semaphore(WINDOW);
        long publishing = System.nanoTime();
        publish(messages, window);
        await(delivered.get(), window, publishing, most);
        long begun = System.nanoTime();
        come();
        await(expected, window, begun, most);
        return messages * 1e9 / (System.nanoTime() - begun);
    }

    @Override
    public void close() {
        leave();
        fleet.close();
    }

    private void publish(int messages, Semaphore window) throws IOException, InterruptedException {
        JetStream log = connection(fleet).jetStream(Bulk.JETSTREAM);
        for (int i = 0; i < messages; i++) {
            window.acquire();
            PublishOptions once = PublishOptions.builder()
                    .messageId(UUID.randomUUID().toString())
                    .build();
            String subject = nodes.get(i % nodes.size()) + PROCESS;
            CompletableFuture<PublishAck> unused = log.publishAsync(subject, COMMAND, once)
                    .whenComplete((ack, error) -> {
                        failure = error == null ? failure : error;
                        window.release();
                    });
        }
    }

    private void await(long expected, Semaphore window, long begun, Duration most)
            throws IOException, InterruptedException {
        while (delivered.get() < expected || window.availablePermits() < WINDOW) {
            check(expected, begun, most);
            TimeUnit.MILLISECONDS.sleep(1);
        }
        flush();
    }

    private void check(long expected, long begun, Duration most) throws IOException {
        Throwable error = failure;
        if (error != null) {
            throw new IOException("the bare broker did not store a message: " + error.getMessage(), error);
        }
        if (System.nanoTime() - begun > most.toNanos()) {
            throw new IOException(
                    (expected - delivered.get()) + " messages did not come through the bare broker within "
                            + most.toSeconds() + " s; allow more with --seconds");
        }
    }

    private void come() throws IOException, InterruptedException {
        Link link = Link.open(new LinkConfig(List.of(site.brokerUrl()), user, "raw", Optional.of("_I.raw")));
        node = link;
        Connection connection = connection(link);
        Dispatcher dispatcher = connection.createDispatcher(message -> heard(connection, message));
        dispatcher.setPendingLimits(-1, -1);
        dispatcher.subscribe(REPLIES + "*");
        for (NodeName one : nodes) {
            left.put(one.value(), new AtomicInteger(BATCH));
            ask(connection, one.value());
        }
        flush();
    }

    private void leave() {
        Link link = node;
        if (link != null) {
            node = null;
            link.close();
        }
    }

    private void ask(Connection connection, String consumer) {
        String next = "$JS.API.CONSUMER.MSG.NEXT." + streams.commandStream(NodeName.of(consumer)) + "." + consumer;
        connection.publish(next, REPLIES + consumer, WISH);
    }

    private void heard(Connection connection, Message message) {
        if (!message.isJetStream()) {
            return;
        }
        message.ack();
        String subject = message.getSubject();
        // What else comes was acked by a node, and the broker has not heard it.
        if (subject.endsWith(PROCESS)) {
            delivered.incrementAndGet();
        }
        String consumer = subject.substring(0, subject.indexOf('.'));
        AtomicInteger rest = left.get(consumer);
        if (rest != null && rest.decrementAndGet() == 0) {
            rest.set(BATCH);
            ask(connection, consumer);
        }
    }

    private void flush() throws IOException, InterruptedException {
        Link link = node;
        if (link == null) {
            return;
        }
        try {
            connection(link).flush(PATIENCE);
        } catch (TimeoutException e) {
            throw new IOException("the bare broker did not answer within " + PATIENCE.toSeconds() + " s", e);
        }
    }

    private static Connection connection(Link link) throws IOException, InterruptedException {
        return link.await(PATIENCE).orElseThrow(() -> new IOException("the bare broker can't be reached"));
    }
}
