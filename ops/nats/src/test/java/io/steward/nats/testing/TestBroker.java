package io.steward.nats.testing;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.ServerInfo;
import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import io.steward.nats.StreamNames;
import io.steward.nats.keys.FleetKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A real broker with the fleet's accounts, and connections to it in either role.
 *
 * <p>Any thread, but one at a time may kill or restart it. It declares no stream: see {@link ContractStreams}. Folder,
 * broker and every connection it gave out go when it closes. After {@link #kill} and {@link #restart} it has the same
 * url and the same store.
 */
public final class TestBroker implements AutoCloseable {
    /** How a broker runs. */
    interface Running extends AutoCloseable {
        String url();

        void kill();

        void restart() throws IOException;

        @Override
        void close();
    }

    private final Path folder;
    private final FleetKeys keys;
    private final Partitions partitions;
    private final Running running;
    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();

    private TestBroker(Path folder, FleetKeys keys, Partitions partitions, Running running) {
        this.folder = folder;
        this.keys = keys;
        this.partitions = partitions;
        this.running = running;
    }

    static TestBroker start(String generation, Partitions partitions) {
        try {
            Path folder = Files.createTempDirectory("steward-broker");
            FleetKeys keys = FleetKeys.openOrCreate(folder.resolve("keys"), partitions);
            TestBroker broker = new TestBroker(folder, keys, partitions, BrokerSource.start(generation, keys, folder));
            broker.check(generation);
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException("no broker for this test: " + e.getMessage(), e);
        }
    }

    public String url() {
        return running.url();
    }

    public FleetKeys keys() {
        return keys;
    }

    public Partitions partitions() {
        return partitions;
    }

    /** A new connection with the controller's rights. */
    public Connection controllerConnection() {
        return connect(keys.controllerCredentials(), options -> options.connectionName("controller"));
    }

    /** A new connection with this node's rights, with the inbox that they demand. */
    public Connection nodeConnection(String node) {
        NodeName name = NodeName.of(node);
        return connect(
                keys.credentialsFor(name),
                options -> options.connectionName(node).inboxPrefix(StreamNames.inboxPrefix(name)));
    }

    /** As {@link #nodeConnection(String)}, hearing what the broker refuses. */
    public Connection nodeConnection(String node, ErrorListener errors) {
        NodeName name = NodeName.of(node);
        return connect(
                keys.credentialsFor(name),
                options -> options.connectionName(node)
                        .inboxPrefix(StreamNames.inboxPrefix(name))
                        .errorListener(errors));
    }

    /** Ends the broker as a power switch does (SIGKILL). */
    public void kill() {
        running.kill();
    }

    /** Starts it again on the same url and store; stops it first if it runs. */
    public void restart() {
        try {
            running.restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        connections.forEach(TestBroker::close);
        running.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void check(String generation) throws IOException {
        ServerInfo server = controllerConnection().getServerInfo();
        boolean right = generation.isEmpty()
                || server.getVersion().startsWith(generation + ".")
                || (generation.equals("2.15") && server.isSameOrNewerThanVersion("2.15.0"));
        if (!right) {
            close();
            throw new IOException("the test asked for a broker of generation " + generation + ", but "
                    + server.getVersion() + " answers");
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Connection connect(Path credentials, UnaryOperator<Options.Builder> more) {
        Options.Builder options = Options.builder()
                .server(url())
                .authHandler(Nats.credentials(credentials.toString()))
                .maxReconnects(-1)
                .reconnectBufferSize(0);
        Connection connection = Connecting.with(more.apply(options));
        connections.add(connection);
        return connection;
    }
}
