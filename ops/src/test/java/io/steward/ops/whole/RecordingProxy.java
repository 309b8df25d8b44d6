package io.steward.ops.whole;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A loopback port that passes everything on to another and keeps what clients sent. */
final class RecordingProxy implements AutoCloseable {
    private final ServerSocket door;
    private final int to;
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private RecordingProxy(ServerSocket door, int to) {
        this.door = door;
        this.to = to;
    }

    static RecordingProxy to(int port) throws IOException {
        RecordingProxy proxy = new RecordingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        start(proxy::accept);
        return proxy;
    }

    int port() {
        return door.getLocalPort();
    }

    String sent() {
        return sent.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                start(() -> pass(client, server, true));
                start(() -> pass(server, client, false));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void pass(Socket from, Socket onto, boolean kept) {
        byte[] buffer = new byte[8192];
        try (from;
                onto) {
            InputStream in = from.getInputStream();
            OutputStream out = onto.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (kept) {
                    sent.write(buffer, 0, read);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // The other direction ended.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "recording-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
