package io.steward.nats.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP port of the loopback address on which nobody listens now, for servers that have to come back on the same one.
 *
 * <p>It lies below the range from which the system takes ports for outgoing connections: one of those could otherwise sit
 * on it while its server is down. Stateless; any thread. Two programs that ask at the same time may get the same one,
 * about once in ten thousand times.
 */
public final class FreePort {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int LOWEST = 10_000;
    private static final int USUAL_END = 32_768;
    private static final int TRIES = 1_000;

    private FreePort() {}

    public static int any() {
        int end = end();
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, end);
            if (free(port)) {
                return port;
            }
        }
        throw new UncheckedIOException(new IOException("no port from " + LOWEST + " to " + end + " is free"));
    }

    private static boolean free(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    // Where the range begins so low that nothing is left below it, ports are taken out of it after all.
    private static int end() {
        // Such a file gives everything in its first read or never: reading it as a whole begins with a single byte.
        try (InputStream file = Files.newInputStream(RANGE)) {
            String range = new String(file.readNBytes(64), StandardCharsets.US_ASCII);
            int begin = Integer.parseInt(range.strip().split("\\s+", -1)[0]);
            return begin > LOWEST + TRIES ? begin : USUAL_END;
        } catch (IOException | NumberFormatException e) {
            return USUAL_END;
        }
    }
}
