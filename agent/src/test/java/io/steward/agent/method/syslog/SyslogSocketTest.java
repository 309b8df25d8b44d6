package io.steward.agent.method.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.steward.nats.server.FreePort;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyslogSocketTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @TempDir
    Path temp;

    private Station station;

    @BeforeEach
    void listen() {
        station = new Station(temp);
        station.start(Map.of("udp", "127.0.0.1:0", "tcp", 0));
    }

    @AfterEach
    void close() {
        station.close();
    }

    private void udp(byte[] message) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(
                    message,
                    message.length,
                    LOOPBACK,
                    station.sockets().udpPort().orElseThrow()));
        }
    }

    private void tcp(String stream) throws IOException {
        tcp(stream.getBytes(StandardCharsets.UTF_8));
    }

    private void tcp(byte[] stream) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, station.sockets().tcpPort().orElseThrow());
                OutputStream out = socket.getOutputStream()) {
            out.write(stream);
        }
    }

    @Test
    void a_datagram_becomes_an_event() throws IOException {
        udp("<165>1 2026-10-11T22:14:15.003Z host app 7 ID47 [a@1 b=\"c\"] hello\n".getBytes(StandardCharsets.UTF_8));

        await().until(() -> !station.reported.isEmpty());
        assertThat(station.reported.get(0).subject()).hasToString("ship1.event.syslogforwarding.dpkg");
        assertThat(station.reported.get(0).json())
                .isEqualTo(
                        "{\"v\":1,\"at\":\"2026-10-11T22:14:15.003Z\",\"received\":\"2026-11-22T09:00:00.000Z\","
                                + "\"message\":\"hello\",\"facility\":20,\"severity\":5,\"host\":\"host\",\"app\":\"app\","
                                + "\"procId\":\"7\",\"msgId\":\"ID47\",\"structured\":{\"a@1\":{\"b\":\"c\"}},\"format\":\"rfc5424\"}");
    }

    @Test
    void the_logger_program_is_understood_over_udp_and_tcp() throws Exception {
        for (String how : List.of("--udp", "--tcp", "--rfc3164")) {
            boolean tcp = !how.equals("--udp");
            int port = (tcp ? station.sockets().tcpPort() : station.sockets().udpPort()).orElseThrow();
            Process logger = new ProcessBuilder(
                            "logger",
                            tcp ? "--tcp" : "--udp",
                            how,
                            "--server",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port),
                            "--tag",
                            "dock",
                            "--priority",
                            "user.warning",
                            "moored by " + how)
                    .inheritIO()
                    .start();
            assertThat(logger.waitFor()).isZero();
        }

        await().until(() -> station.reported.size() == 3);
        assertThat(station.reported)
                .allSatisfy(event -> assertThat(event.json())
                        .contains("\"message\":\"moored by --", "\"app\":\"dock\"", "\"facility\":1,\"severity\":4"));
        assertThat(station.reported.get(2).json()).contains("\"format\":\"rfc3164\"");
    }

    @Test
    void octet_counting_and_line_ends_may_be_mixed() throws IOException {
        tcp("11 <13>a: one\n<13>b: two\r\n\n13 <13>c: th\nree<13>d: four");

        await().until(() -> station.reported.size() == 4);
        assertThat(station.reported)
                .extracting(event -> event.json().replaceAll(".*\"message\":\"([^\"]*)\".*", "$1"))
                .containsExactly("one", "two", "th\\nree", "four");
    }

    @Test
    void a_message_that_is_too_long_is_cut_and_the_next_one_is_whole() throws IOException {
        tcp("100000 " + "x".repeat(100_000) + "<13>b: next\n" + "y".repeat(100_000) + "\n<13>c: last\n");

        await().until(() -> station.reported.size() == 4);
        assertThat(station.reported.get(0).json()).endsWith("\"cut\":true,\"bytes\":100000}");
        assertThat(station.reported.get(1).json()).contains("\"message\":\"next\"");
        assertThat(station.reported.get(2).json()).endsWith("\"cut\":true,\"bytes\":100000}");
        assertThat(station.reported.get(3).json()).contains("\"message\":\"last\"");
    }

    @Test
    void no_bytes_stop_the_sockets() throws IOException {
        Random random = new Random(20261122);
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            udp(bytes);
            tcp(bytes);
        }

        // A datagram may get lost in a flood of others, and a connection be refused while too many are open.
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            udp("<13>udp: alive".getBytes(StandardCharsets.UTF_8));
            return told("\"app\":\"udp\"");
        });
        await().pollInterval(Duration.ofMillis(200)).ignoreExceptions().until(() -> {
            tcp("<13>tcp: alive\n");
            return told("\"app\":\"tcp\"");
        });
    }

    private boolean told(String part) {
        return List.copyOf(station.reported).stream()
                .anyMatch(event -> event.json().contains(part));
    }

    @Test
    void one_address_gets_a_quarter_of_the_connections() throws IOException {
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < SyslogSockets.MOST_OF_ONE; i++) {
                senders.add(new Socket(LOOPBACK, station.sockets().tcpPort().orElseThrow()));
            }
            // Until all are accepted, one more is kept waiting.
            await().ignoreExceptions().untilAsserted(() -> {
                try (Socket more =
                        new Socket(LOOPBACK, station.sockets().tcpPort().orElseThrow())) {
                    more.setSoTimeout(1_000);
                    assertThat(more.getInputStream().read()).isEqualTo(-1);
                }
            });
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
    }

    @Test
    void an_address_that_is_taken_is_refused_and_nothing_is_kept_open() throws IOException {
        int udpPort = FreePort.any();
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> new Station(temp).start(Map.of("udp", udpPort, "tcp", taken.getLocalPort())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("args.tcp")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
        // Somebody else may have been given the port for a moment; a socket that was left open would keep it.
        await().untilAsserted(() -> assertThatCode(() -> new DatagramSocket(udpPort, LOOPBACK).close())
                .doesNotThrowAnyException());
    }

    @Test
    void settings_that_say_nothing_or_something_wrong_are_refused() {
        refused(Map.of(), "args.files \"absent\" is not allowed: use at least one of files, udp and tcp");
        refused(
                Map.of("files", List.of("relative.log")),
                "args.files \"relative.log\" is not allowed: use absolute paths");
        refused(Map.of("files", List.of("/var/*/x.log")), "in the last name only");
        refused(Map.of("files", List.of("/var/log/[x")), "a pattern whose brackets are closed");
        refused(Map.of("udp", "localhost:70000"), "args.udp \"localhost:70000\" is not allowed: use host:port");
        refused(Map.of("udp", true), "args.udp \"true\" is not allowed: use host:port");
        refused(Map.of("port", 514), "args.port \"514\" is not allowed: use only files, udp, tcp");
    }

    @Test
    void other_actions_than_status_are_refused() {
        assertThatThrownBy(() -> station.command(Map.of("action", "explode")))
                .hasMessage("args.action \"explode\" is not allowed: use status");
        assertThatThrownBy(() -> station.command(Map.of())).hasMessageContaining("use status");
    }

    private void refused(Map<String, ?> settings, String part) {
        assertThatThrownBy(() -> new Station(temp).start(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(part);
    }
}
