package io.steward.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FreePortTest {
    @Test
    void nobody_listens_there_and_no_outgoing_connection_is_given_it() throws IOException {
        int outgoing = Integer.parseInt(new String(
                        new ProcessBuilder("cat", "/proc/sys/net/ipv4/ip_local_port_range")
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        StandardCharsets.US_ASCII)
                .strip()
                .split("\\s+", -1)[0]);
        int port = FreePort.any();
        assertThat(port).isBetween(10_000, outgoing - 1);
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(socket.getLocalPort()).isEqualTo(port);
        }
    }
}
