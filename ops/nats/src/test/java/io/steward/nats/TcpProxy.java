package io.steward.nats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A wire between client and broker that a test can cut. Cut connections end; new ones are refused until mended. */
final class TcpProxy implements AutoCloseable {
    private final ServerSocket door;
    private final URI target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean cut;

    TcpProxy(String target) throws IOException {
        this.target = URI.create(target);
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::serve);
    }

    String url() {
        return "nats://127.0.0.1:" + door.getLocalPort();
    }

    void cut() {
        cut = true;
        sockets.forEach(TcpProxy::end);
        sockets.clear();
    }

    void mend() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                if (cut) {
                    end(client);
                    continue;
                }
                Socket broker = new Socket(target.getHost(), target.getPort());
                sockets.add(client);
                sockets.add(broker);
                start(() -> copy(client, broker));
                start(() -> copy(broker, client));
            } catch (IOException e) {
                // The door was closed, or the broker is away; the client sees its connection end.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Cut.
        } finally {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
