package io.steward.ops.scratch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The network between one end and the broker's servers: one loopback port for each server, whose connections it carries
 * and counts. Any thread may cut, slow or stall it. Faults of one kind may overlap; each is undone by its own call.
 */
public final class Wire implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int CHUNK = 16 * 1024;

    private final String name;
    private final List<ServerSocket> doors = new ArrayList<>();
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger stalls = new AtomicInteger();
    private final Set<Duration> delays = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();

    public Wire(String name, List<Integer> servers) throws IOException {
        this.name = name;
        for (int server : servers) {
            ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            doors.add(door);
            daemon(() -> serve(door, server));
        }
    }

    /** The servers as this end knows them. */
    public String urls() {
        return doors.stream()
                .map(door -> "nats://127.0.0.1:" + door.getLocalPort())
                .collect(Collectors.joining(","));
    }

    /** Bytes that this end has sent so far, above TCP. */
    public long sent() {
        return sent.get();
    }

    /** Bytes that this end was sent so far, above TCP. */
    public long received() {
        return received.get();
    }

    public void cut() {
        cuts.incrementAndGet();
        pairs.forEach(Pair::end);
    }

    public void mend() {
        cuts.decrementAndGet();
    }

    /** From now on what is sent is swallowed; connections stay. */
    public void stall() {
        stalls.incrementAndGet();
    }

    /** Connections that lost something end. */
    public void unstall() {
        if (stalls.decrementAndGet() == 0) {
            pairs.stream().filter(pair -> pair.holed).forEach(Pair::end);
        }
    }

    public void slow(Duration delay) {
        delays.add(delay);
    }

    public void quicken(Duration delay) {
        delays.remove(delay);
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket door : doors) {
            door.close();
        }
        cut();
    }

    private void serve(ServerSocket door, int server) {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (cuts.get() > 0) {
                    client.close();
                } else {
                    daemon(() -> carry(client, server));
                }
            } catch (IOException e) {
                // The door was closed, or the client is gone again.
            }
        }
    }

    private void carry(Socket client, int server) {
        Pair pair = new Pair(client, new Socket());
        pairs.add(pair);
        try {
            pair.broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            pair.broker.setTcpNoDelay(true);
        } catch (IOException e) {
            pair.end();
            return;
        }
        daemon(() -> copy(pair, client, pair.broker, sent));
        copy(pair, pair.broker, client, received);
    }

    private void copy(Pair pair, Socket from, Socket to, AtomicLong counter) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                await(delays);
                if (stalls.get() > 0 || pair.holed) {
                    pair.holed = true;
                } else {
                    out.write(chunk, 0, count);
                    counter.addAndGet(count);
                }
            }
        } catch (IOException e) {
            // One side is gone; so goes the other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            pair.end();
        }
    }

    private static void await(Set<Duration> delays) throws InterruptedException {
        long millis = delays.stream().mapToLong(Duration::toMillis).max().orElse(0);
        if (millis > 0) {
            TimeUnit.MILLISECONDS.sleep(millis);
        }
    }

    private void daemon(Runnable work) {
        Thread thread = new Thread(work, "wire-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Both ends of one connection; {@code holed} once something between them was swallowed. */
    private final class Pair {
        private final Socket client;
        private final Socket broker;
        private volatile boolean holed;

        Pair(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        void end() {
            pairs.remove(this);
            close(client);
            close(broker);
        }

        private static void close(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is gone in any case.
            }
        }
    }
}
