package io.steward.controller;

import static io.steward.controller.DoorsSite.ALICE;
import static io.steward.controller.DoorsSite.bearer;
import static io.steward.controller.DoorsSite.line;
import static io.steward.controller.DoorsSite.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one caller, one address or one page of somebody else's gets of HTTP. */
class HttpLimitsTest {
    @TempDir
    static Path common;

    private static DoorsSite shared;

    @TempDir
    Path temp;

    @BeforeAll
    static void open() throws Exception {
        shared = new DoorsSite(common, Map.of());
    }

    @AfterAll
    static void close() {
        shared.close();
    }

    @Test
    void a_caller_who_asks_too_often_waits_and_others_do_not() throws Exception {
        try (DoorsSite site = new DoorsSite(temp, Map.of("http.rate", "1"))) {
            Files.writeString(
                    temp.resolve("tokens"), line("alice", "operator", ALICE) + line("bob", "viewer", "bob-token"));
            HttpClient client = site.client();
            HttpResponse<String> last = site.get(client, "/api/v1/nodes", bearer(ALICE));
            assertThat(last.statusCode()).isEqualTo(200);
            for (int i = 0; i < 100 && last.statusCode() == 200; i++) {
                last = site.get(client, "/api/v1/nodes", bearer(ALICE));
            }
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(problem(last)).isEqualTo("too-many-requests");
            assertThat(last.headers().firstValue("Retry-After")).contains("1");
            assertThat(site.get(client, "/api/v1/nodes", bearer("bob-token")).statusCode())
                    .isEqualTo(200);

            HttpResponse<String> open = site.get(client, "/health/live");
            for (int i = 0; i < 100 && open.statusCode() == 200; i++) {
                open = site.get(client, "/health/live");
            }
            assertThat(open.statusCode()).as("an address without a caller").isEqualTo(429);
        }
    }

    @Test
    void guessing_is_slowed() throws Exception {
        try (DoorsSite site = new DoorsSite(temp, Map.of())) {
            HttpClient client = site.client();
            int refused = 0;
            HttpResponse<String> last = site.get(client, "/api/v1/nodes", bearer("guess"));
            while (last.statusCode() == 401 && refused < 1000) {
                refused++;
                last = site.get(client, "/api/v1/nodes", bearer("guess" + refused));
            }
            assertThat(last.statusCode()).isEqualTo(429);
            assertThat(refused).isGreaterThanOrEqualTo(30);
            assertThat(last.headers().firstValue("Retry-After")).isPresent();
            assertThat(site.get(client, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void one_address_gets_half_of_the_connections_and_one_caller_so_many_streams() throws Exception {
        try (DoorsSite site = new DoorsSite(temp, Map.of("http.connections", "8", "http.streams", "2"))) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sockets.add(stream(site));
            }
            assertThat(sockets.stream().map(HttpLimitsTest::status))
                    .containsExactlyInAnyOrder("200", "200", "429", "429");
            assertThat(status(stream(site))).as("a fifth connection").isEmpty();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void headers_and_paths_have_an_end() throws Exception {
        DoorsSite site = shared;
        HttpClient client = site.client();
        assertThat(raw(site, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431");
        assertThat(raw(site, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 414");
        HttpResponse<String> page = site.get(client, "/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("frame-ancestors 'none'");
        HttpResponse<String> answer =
                site.get(client, "/api/v1/nodes", "Authorization", "Bearer " + ALICE, "Origin", "https://evil.example");
        assertThat(answer.headers().map().keySet().stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)))
                .noneMatch(name -> name.startsWith("access-control-"));
        assertThat(answer.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example, 403",
        "Origin, null, 403",
        "Origin, OWN.evil.example, 403",
        "Origin, OWN, 200",
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 200",
        "Sec-Fetch-Site, none, 200"
    })
    void another_sites_page_can_change_nothing(String header, String value, int expected) throws Exception {
        HttpResponse<String> answer = shared.sql(
                shared.client(),
                "select 1",
                "Authorization",
                "Bearer " + ALICE,
                header,
                value.replace("OWN", shared.url()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
        if (expected == 403) {
            assertThat(problem(answer)).isEqualTo("cross-origin");
        }
    }

    private static Socket stream(DoorsSite site) throws IOException {
        Socket socket = site.socket();
        try {
            SSLSocket tls = (SSLSocket) site.trusting()
                    .getSocketFactory()
                    .createSocket(socket, "127.0.0.1", site.controller.httpPort(), true);
            tls.getOutputStream()
                    .write(("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + ALICE + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return tls;
        } catch (IOException closed) {
            return socket;
        }
    }

    private static String status(Socket socket) {
        try {
            byte[] answer = new byte[12];
            int read = socket.getInputStream().readNBytes(answer, 0, 12);
            return read < 12 ? "" : new String(answer, 9, 3, StandardCharsets.US_ASCII);
        } catch (IOException closed) {
            return "";
        }
    }

    private static String raw(DoorsSite site, String request) throws IOException {
        try (Socket socket = site.trusting().getSocketFactory().createSocket("127.0.0.1", site.controller.httpPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[64];
            return new String(answer, 0, socket.getInputStream().read(answer), StandardCharsets.US_ASCII);
        }
    }
}
