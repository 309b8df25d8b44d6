package io.steward.ops.bench.broker;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.steward.controller.enrol.EnrolSettings;
import io.steward.controller.enrol.NodeConsumer;
import io.steward.controller.log.DeclaredStreams;
import io.steward.controller.log.ForeignStream;
import io.steward.controller.log.LogSettings;
import io.steward.controller.log.StreamDeclaration;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A connection with the controller's rights, and what a controller makes with it: the streams and the nodes' consumers as
 * they are declared. One thread.
 */
public final class Office implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BETWEEN_MILLIS = 100;
    private static final NodeName CONTROLLER = NodeName.of("controller");

    private final Link link;
    private final Streams streams;
    private final Connection connection;

    private Office(Link link, Streams streams, Connection connection) {
        this.link = link;
        this.streams = streams;
        this.connection = connection;
    }

    /** Connects. */
    public static Office open(Yard yard, String url) throws IOException, InterruptedException {
        Link link = Link.open(LinkConfig.forFleet(url, yard.keys().controllerCredentials(), "bench"));
        Connection connection = link.await(PATIENCE)
                .orElseThrow(() -> new IOException("no broker at " + url + " in " + PATIENCE.toSeconds() + " s"));
        return new Office(link, new Streams(yard.partitions().count()), connection);
    }

    public Link link() {
        return link;
    }

    public Streams streams() {
        return streams;
    }

    Connection connection() {
        return connection;
    }

    /**
     * Makes all streams of a fleet; waits for a cluster that has no leader yet.
     *
     * @param replicas how many brokers keep each
     */
    public void declare(int replicas) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                DeclaredStreams.ensure(connection, StreamDeclaration.all(streams, copies(replicas), CONTROLLER));
                return;
            } catch (ForeignStream e) {
                throw new IOException(e.getMessage(), e);
            } catch (IOException | JetStreamApiException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("the streams could not be made: " + e.getMessage(), e);
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
            }
        }
    }

    private static LogSettings copies(int replicas) {
        LogSettings shipped = LogSettings.DEFAULTS;
        return new LogSettings(
                replicas,
                shipped.commandsAge(),
                shipped.eventsAge(),
                shipped.eventsBytes(),
                shipped.nodeHistory(),
                shipped.auditAge());
    }

    /** Makes the nodes' consumers, so many requests at once, and answers how long it took. */
    public Duration enrol(List<NodeName> nodes, int atOnce) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(atOnce);
        long began = System.nanoTime();
        try {
            List<Future<?>> made = new ArrayList<>();
            for (NodeName node : nodes) {
                made.add(pool.submit(() -> enrol(node)));
            }
            for (Future<?> one : made) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a consumer could not be made: " + e.getCause(), e);
        } finally {
            pool.shutdownNow();
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Object enrol(NodeName node) throws IOException, JetStreamApiException {
        return connection
                .jetStreamManagement(Link.JETSTREAM)
                .addOrUpdateConsumer(
                        streams.commandStream(node),
                        NodeConsumer.of(node, EnrolSettings.DEFAULTS, OptionalLong.empty()));
    }

    /** How many consumers the command streams have. */
    public long consumers() throws IOException {
        try {
            JetStreamManagement broker = connection.jetStreamManagement(Link.JETSTREAM);
            long consumers = 0;
            for (String stream : streams.commandStreams()) {
                consumers += broker.getStreamInfo(stream).getStreamState().getConsumerCount();
            }
            return consumers;
        } catch (JetStreamApiException e) {
            throw new IOException("the streams can't be looked at: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}
