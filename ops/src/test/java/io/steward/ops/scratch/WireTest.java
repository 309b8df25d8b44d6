package io.steward.ops.scratch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {
    private static final int PATIENCE_MILLIS = 60_000;

    private ServerSocket server;
    private Wire wire;

    @BeforeEach
    void lay() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        wire = new Wire("ship1", List.of(server.getLocalPort()));
    }

    @AfterEach
    void remove() throws IOException {
        wire.close();
        server.close();
    }

    @Test
    void it_carries_both_ways_and_counts() throws IOException {
        try (Socket client = connected();
                Socket there = server.accept()) {
            assertThat(passes(client, there, "to")).isEqualTo("to");
            assertThat(passes(there, client, "fro")).isEqualTo("fro");
            await().untilAsserted(() -> assertThat(wire.sent()).isEqualTo(2));
            await().untilAsserted(() -> assertThat(wire.received()).isEqualTo(3));
        }
    }

    @Test
    void a_cut_ends_connections_and_refuses_new_ones_until_it_is_mended() throws IOException {
        try (Socket client = connected();
                Socket there = server.accept()) {
            wire.cut();
            assertThat(there.getInputStream().read()).isEqualTo(-1);
            try (Socket refused = connected()) {
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(client.isClosed()).isFalse();
        }
        wire.mend();
        try (Socket client = connected();
                Socket there = server.accept()) {
            assertThat(passes(client, there, "again")).isEqualTo("again");
        }
    }

    @Test
    void what_is_sent_into_a_half_open_link_is_swallowed_and_the_connection_ends_when_it_is_mended()
            throws IOException {
        try (Socket client = connected();
                Socket there = server.accept()) {
            wire.stall();
            there.setSoTimeout(300);
            client.getOutputStream().write("lost".getBytes(US_ASCII));
            assertThatThrownBy(() -> there.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            there.setSoTimeout(PATIENCE_MILLIS);
            wire.unstall();
            assertThat(there.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void a_slow_link_delivers_late() throws IOException {
        try (Socket client = connected();
                Socket there = server.accept()) {
            wire.slow(Duration.ofMillis(200));
            long began = System.nanoTime();
            assertThat(passes(client, there, "late")).isEqualTo("late");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    private Socket connected() throws IOException {
        URI url = URI.create(wire.urls());
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private static String passes(Socket from, Socket to, String text) throws IOException {
        to.setSoTimeout(PATIENCE_MILLIS);
        from.getOutputStream().write(text.getBytes(US_ASCII));
        return new String(to.getInputStream().readNBytes(text.length()), US_ASCII);
    }
}
