package io.steward.nats;

import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.nats.tls.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lasting connection to the broker: it need not be there at first, and comes back after every cut.
 *
 * <p>Any thread. One thread of its own connects, rebuilds a connection that its client gave up (two equal
 * authentication errors end one for good), and tells listeners. Nothing is buffered while the broker is away: a publish
 * then fails at once and is not sent later. It never blocks its caller, except {@link #await} for the time given and
 * {@link #close}.
 */
public final class Link implements AutoCloseable {
    /** For {@code connection.jetStream(...)}: an answer is waited for 5 s. */
    public static final JetStreamOptions JETSTREAM =
            JetStreamOptions.builder().requestTimeout(Duration.ofSeconds(5)).build();

    static {
        PureJava.choose();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    /** Many threads that publish at once on a busy machine wait for each other, longer than the client's own 2 s. */
    private static final Duration PUSH = Duration.ofSeconds(10);

    private static final Duration FLUSH = Duration.ofSeconds(1);
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    private final LinkConfig config;
    private final List<LinkListener> listeners;
    private final BlockingQueue<Runnable> signals = new LinkedBlockingQueue<>();
    private final AtomicLong reconnects = new AtomicLong();
    private final Thread keeper;
    private final Object change = new Object();
    private volatile boolean closing;
    private volatile @Nullable Connection current;
    private boolean told; // that it is up; the keeper's own

    private Link(LinkConfig config, List<LinkListener> listeners) {
        this.config = config;
        this.listeners = new CopyOnWriteArrayList<>(listeners);
        this.keeper = new Thread(this::keep, "link-" + config.name());
        this.keeper.setDaemon(true);
    }

    /** Starts connecting in the background and returns at once. */
    public static Link open(LinkConfig config, LinkListener... listeners) {
        Link link = new Link(config, List.of(listeners));
        link.keeper.start();
        return link;
    }

    /** Adds a listener; it hears {@link LinkEvent#CONNECTED} first if the link is up by then. */
    public void listen(LinkListener listener) {
        signals.add(() -> {
            listeners.add(listener);
            Connection connection = current;
            if (told && connection != null) {
                tell(listener, LinkEvent.CONNECTED, connection);
            }
        });
    }

    /** The connection, if it is up now. */
    public Optional<Connection> connection() {
        Connection connection = current;
        return connection != null && connection.getStatus() == Connection.Status.CONNECTED
                ? Optional.of(connection)
                : Optional.empty();
    }

    /** The connection, waiting for it at most this long. */
    public Optional<Connection> await(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (change) {
            long left = patience.toNanos();
            while (connection().isEmpty() && left > 0 && !closing) {
                // Bounded, since the client's own state changes a little before it tells us.
                change.wait(1 + Math.min(left / 1_000_000, 100));
                left = deadline - System.nanoTime();
            }
        }
        return connection();
    }

    /**
     * Leaves the broker and comes back at once, with what the credentials file says by now. Returns before that is done;
     * does nothing while the broker is away.
     */
    public void renew() {
        Optional<Connection> connection = connection();
        if (connection.isPresent()) {
            Thread renewing = new Thread(() -> renew(connection.get()), "link-renew-" + config.name());
            renewing.setDaemon(true);
            renewing.start();
        }
    }

    // Not the client's own forced reconnect: it keeps its inboxes, and comes back so fast that the broker may go on
    // answering the pulls of the old connection, into nowhere.
    private void renew(Connection connection) {
        try {
            connection.flush(FLUSH);
        } catch (TimeoutException | IllegalStateException e) {
            LOG.debug("{}: left before all was sent", config.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often the connection came back, in either way. */
    public long reconnects() {
        return reconnects.get();
    }

    /** Ends the connection and the keeper; listeners hear nothing more. */
    @Override
    public void close() {
        closing = true;
        if (Thread.currentThread() == keeper) {
            return;
        }
        keeper.interrupt();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        LinkEvent arrival = LinkEvent.CONNECTED;
        try {
            while (!closing) {
                Connection connection = connect();
                current = connection;
                arrived(arrival, connection);
                arrival = LinkEvent.REBUILT;
                follow(connection);
                left(connection);
            }
        } catch (InterruptedException e) {
            closing = true;
        } finally {
            end();
        }
    }

    private void follow(Connection connection) throws InterruptedException {
        while (!closing && connection.getStatus() != Connection.Status.CLOSED) {
            Runnable signal = signals.poll(1, TimeUnit.SECONDS);
            if (signal != null) {
                signal.run();
            }
        }
    }

    private void end() {
        Connection connection = current;
        current = null;
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (InterruptedException e) {
            LOG.debug("{}: interrupted while closing", config.name());
        }
    }

    private Connection connect() throws InterruptedException {
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                return Nats.connect(options());
            } catch (IOException | IllegalArgumentException | IllegalStateException e) {
                LOG.info("{}: no broker at {} yet: {}", config.name(), config.servers(), e.getMessage());
            } catch (LinkageError e) {
                // A keeper that died would leave a service that lives and never connects.
                LOG.error("{}: this installation can't connect; is it whole?", config.name(), e);
            }
            Thread.sleep(wait.toMillis() / 2 + ThreadLocalRandom.current().nextLong(1 + wait.toMillis() / 2));
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
        }
    }

    // Jitter stays at the client's default: with none it never reconnects.
    private Options options() throws IOException {
        Options.Builder options = Options.builder()
                .servers(config.servers().toArray(String[]::new))
                .connectionName(config.name())
                .authHandler(proof())
                .connectionTimeout(Duration.ofSeconds(5))
                .maxReconnects(-1)
                .reconnectWait(Duration.ofMillis(500))
                .reconnectBufferSize(0)
                .pingInterval(Duration.ofSeconds(20))
                .maxPingsOut(2)
                .writeQueuePushTimeout(PUSH)
                .errorListener(new LinkErrors(config.name()))
                .connectionListener((connection, event) -> signals.add(() -> happened(connection, event)));
        config.inboxPrefix().ifPresent(options::inboxPrefix);
        if (config.encrypted()) {
            // By its name, not by the address that this becomes: the certificate has the name.
            options.sslContext(Tls.client(config.tls())).hostnameResolveMode(Options.HostnameResolveMode.Unresolved);
        }
        if (config.tls().first()) {
            options.tlsFirst();
        }
        return options.build();
    }

    private AuthHandler proof() throws IOException {
        if (!Files.isReadable(config.credentials())) {
            throw new IOException("credentials file " + config.credentials() + " cannot be read");
        }
        return SeedFile.isOne(config.credentials())
                ? SeedFile.of(config.credentials())
                : Nats.credentials(config.credentials().toString());
    }

    // Events of connections that never were, or are no more, are of no interest.
    private void happened(Connection connection, Events event) {
        if (connection != current) {
            return;
        }
        if (event == Events.DISCONNECTED || event == Events.CLOSED) {
            left(connection);
        } else if (event == Events.RESUBSCRIBED) {
            arrived(LinkEvent.RESUBSCRIBED, connection);
        }
    }

    private void arrived(LinkEvent event, Connection connection) {
        told = true;
        if (event != LinkEvent.CONNECTED) {
            reconnects.incrementAndGet();
        }
        synchronized (change) {
            change.notifyAll();
        }
        tellAll(event, connection);
    }

    private void left(Connection connection) {
        if (told) {
            told = false;
            tellAll(LinkEvent.DISCONNECTED, connection);
        }
    }

    private void tellAll(LinkEvent event, Connection connection) {
        LOG.info("{}: {}", config.name(), event);
        listeners.forEach(listener -> tell(listener, event, connection));
    }

    private void tell(LinkListener listener, LinkEvent event, Connection connection) {
        try {
            listener.changed(event, connection);
        } catch (RuntimeException e) {
            LOG.error("{}: a listener failed on {}", config.name(), event, e);
        }
    }
}
