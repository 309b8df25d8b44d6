package io.steward.ops.bench.broker;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.steward.model.subject.NodeName;
import io.steward.ops.bench.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that take each command and acknowledge it, all over one connection: each asks its consumer as an agent does and
 * has the broker confirm the acknowledgement. A command that nobody announced fails the round; one that comes again,
 * because its acknowledgement was too slow, is acknowledged again and counted.
 *
 * <p>Any thread announces; the client's threads take.
 */
public final class Takers implements AutoCloseable {
    private static final String WISH = "{\"batch\":200,\"max_bytes\":" + (8 << 20) + ",\"expires\":"
            + Duration.ofMinutes(5).toNanos() + ",\"idle_heartbeat\":"
            + Duration.ofSeconds(30).toNanos() + "}";
    private static final byte[] ACK = "+ACK".getBytes(StandardCharsets.US_ASCII);
    private static final int HEARTBEAT = 100;
    private static final Duration FLUSH = Duration.ofMinutes(1);

    private final Connection connection;
    private final Office office;
    private final List<NodeName> nodes;
    private final String arrivals;
    private final String confirmations;
    private final Dispatcher arriving;
    private final Dispatcher confirming;
    private final Map<String, Long> announced = new ConcurrentHashMap<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Set<String> unconfirmed = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong again = new AtomicLong();
    private final AtomicReference<@Nullable String> wrong = new AtomicReference<>();
    private final Object change = new Object();
    private volatile Samples samples = new Samples();

    private Takers(Office office, List<NodeName> nodes) {
        this.connection = office.connection();
        this.office = office;
        this.nodes = List.copyOf(nodes);
        this.arrivals = connection.createInbox();
        this.confirmations = connection.createInbox();
        this.arriving = connection.createDispatcher();
        this.confirming = connection.createDispatcher();
        arriving.setPendingLimits(-1, -1);
        confirming.setPendingLimits(-1, -1);
    }

    /** Has every one of these nodes ask for commands; returns when the broker has heard them all. */
    public static Takers of(Office office, List<NodeName> nodes) throws IOException, InterruptedException {
        Takers takers = new Takers(office, nodes);
        takers.arriving.subscribe(takers.arrivals + ".*", takers::arrived);
        takers.confirming.subscribe(takers.confirmations + ".*", takers::confirmed);
        for (int i = 0; i < nodes.size(); i++) {
            takers.ask(i);
        }
        try {
            office.connection().flush(FLUSH);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IOException("the broker did not hear " + nodes.size() + " nodes in " + FLUSH.toSeconds() + " s");
        }
        return takers;
    }

    public List<NodeName> nodes() {
        return nodes;
    }

    /** From now on a command of this id is expected; its way is measured from here. */
    void announce(String id) {
        open.incrementAndGet();
        unconfirmed.add(id);
        announced.put(id, System.nanoTime());
    }

    /** Returns when every announced command has come and its acknowledgement is confirmed, or when time is over. */
    void await(long deadline) throws IOException, InterruptedException {
        synchronized (change) {
            long left = deadline - System.nanoTime();
            while (open.get() > 0 && wrong.get() == null && left > 0) {
                change.wait(1 + Math.min(left / 1_000_000, 1_000));
                left = deadline - System.nanoTime();
            }
        }
        String why = wrong.get();
        if (why != null) {
            throw new IOException(why);
        }
    }

    /** How many announced commands are not yet acknowledged. */
    int open() {
        return open.get();
    }

    /** How many deliveries were repetitions. */
    public long again() {
        return again.get();
    }

    /** From the announcement to the arrival, of all since the last call. */
    Samples measured() {
        Samples done = samples;
        samples = new Samples();
        return done;
    }

    private void ask(int node) {
        NodeName name = nodes.get(node);
        connection.publish(
                "$JS.API.CONSUMER.MSG.NEXT." + office.streams().commandStream(name) + "." + name,
                arrivals + "." + node,
                WISH.getBytes(StandardCharsets.US_ASCII));
    }

    private void arrived(Message message) {
        if (message.isStatusMessage()) {
            if (message.getStatus().getCode() != HEARTBEAT) {
                ask(Integer.parseInt(last(message.getSubject())));
            }
            return;
        }
        String id = message.getHeaders().getFirst("Nats-Msg-Id");
        Long since = announced.remove(id);
        if (since != null) {
            samples.record(System.nanoTime() - since);
        } else if (taken.contains(id)) {
            again.incrementAndGet();
        } else {
            fail("command " + id + " came on " + message.getSubject() + ", and nobody had sent it");
            return;
        }
        taken.add(id);
        connection.publish(message.getReplyTo(), confirmations + "." + id, ACK);
    }

    private void confirmed(Message message) {
        if (unconfirmed.remove(last(message.getSubject())) && open.decrementAndGet() == 0) {
            synchronized (change) {
                change.notifyAll();
            }
        }
    }

    private static String last(String subject) {
        return subject.substring(subject.lastIndexOf('.') + 1);
    }

    private void fail(String why) {
        wrong.compareAndSet(null, why);
        synchronized (change) {
            change.notifyAll();
        }
    }

    @Override
    public void close() {
        connection.closeDispatcher(arriving);
        connection.closeDispatcher(confirming);
    }
}
