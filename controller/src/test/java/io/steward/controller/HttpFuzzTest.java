package io.steward.controller;

import static io.steward.controller.Site.ALICE;
import static io.steward.controller.Site.VICTOR;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that no client makes, on the real port: refused or hung up on, and those of others are served as before. */
@BrokerTest
class HttpFuzzTest {
    private static final long GROWTH = 64L << 20;
    private static final int ENOUGH = 64 * 1024;

    private static Site site;
    private static int port;

    @BeforeAll
    static void open(TestBroker broker, @TempDir Path folder) throws Exception {
        site = Site.start(broker, folder);
        site.awaitReady();
        port = site.controller().httpPort();
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
    }

    @Test
    void no_request_of_bytes_harms_the_next_one() throws Exception {
        String body = "{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shellcommand\"}";
        String head = "POST /api/v1/commands HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + ALICE + "\r\n";
        long before = used();
        FuzzTarget.of(
                        "http",
                        Grammar.HTTP,
                        "GET /api/v1/nodes?limit=5&where=online HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + VICTOR
                                + "\r\n\r\n",
                        head + "Content-Length: " + body.length() + "\r\n\r\n" + body,
                        head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
                        head
                                + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\n\r\n",
                        "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /health/live HTTP/1.0\r\n\r\n",
                        "GET /health/live HTTP/1.1\r\nHost: a\r\n" + "X-A: b\r\n".repeat(400) + "\r\n")
                .inputs(1_200)
                .check(HttpFuzzTest::refusedOrServed);
        assertThat(site.get(VICTOR, "/api/v1/nodes").status()).isEqualTo(200);
        assertThat(used() - before).as("bytes that stay").isLessThan(GROWTH);
    }

    @Test
    void no_query_of_any_route_is_a_fault() {
        List<String> routes = List.of(
                "/api/v1/nodes?where=%s",
                "/api/v1/nodes?limit=%s",
                "/api/v1/nodes?after=%s",
                "/api/v1/nodes?at=%s",
                "/api/v1/nodes?at=2026-11-22T09:00:00Z&where=%s",
                "/api/v1/nodes/%s",
                "/api/v1/nodes/ship1?at=%s&by=event",
                "/api/v1/commands?node=%s",
                "/api/v1/commands?status=%s",
                "/api/v1/commands?issuedBy=%s",
                "/api/v1/commands?after=%s",
                "/api/v1/commands?at=%s&by=event",
                "/api/v1/commands/%s",
                "/api/v1/commands/%s/output?stream=stdout",
                "/api/v1/events?method=%s",
                "/api/v1/events?after=%s",
                "/api/v1/stream?types=%s",
                "/api/v1/rebuild?%s",
                "/api/v1/doctor?%s=1",
                "/metrics?name=%s",
                "/%s");
        FuzzTarget.of(
                        "http queries",
                        Grammar.WORDS,
                        "online and (labels).site = 'north'",
                        "2026-11-22T09:00:00Z",
                        "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60",
                        "100",
                        "ship1",
                        "SUCCEEDED",
                        "command,node")
                .inputs(600)
                .checkText(text -> {
                    String shortened = text.substring(0, Math.min(500, text.length()));
                    String route = routes.get(Math.floorMod(text.hashCode(), routes.size()));
                    String value = URLEncoder.encode(shortened, UTF_8);
                    refusedOrServed(request("GET", String.format(route, value), "", ""));
                });
    }

    @Test
    void no_header_and_no_body_of_any_route_is_a_fault() {
        List<String> routes =
                List.of("commands", "sql", "rebuild", "commands/0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60/cancel");
        FuzzTarget.of(
                        "http bodies",
                        Grammar.JSON,
                        "{\"query\":\"SELECT 1\",\"limit\":5}",
                        "{\"verify\":true}",
                        "{\"targets\":{\"where\":\"false\"},\"method\":\"m\",\"domain\":\"d\",\"args\":{}}")
                .inputs(500)
                .check(bytes -> {
                    String route = routes.get(Math.floorMod(Arrays.hashCode(bytes), routes.size()));
                    refusedOrServed(request("POST", "/api/v1/" + route, "", new String(bytes, ISO_8859_1)));
                });
        FuzzTarget.of("http headers", Grammar.WORDS, "COMMANDS:12,EVENTS:34", "Bearer x", "key-1")
                .inputs(400)
                .check(bytes -> {
                    String value = new String(bytes, ISO_8859_1).replaceAll("[\\r\\n]", "");
                    String line = "Last-Event-ID: " + value + "\r\nIdempotency-Key: " + value + "\r\nIf-None-Match: "
                            + value + "\r\n";
                    refusedOrServed(request("GET", "/api/v1/stream?types=none", line, ""));
                    refusedOrServed(request("POST", "/api/v1/commands", line, "{}"));
                    refusedOrServed(request("GET", "/", line, ""));
                });
    }

    private static byte[] request(String method, String path, String headers, String body) {
        return (method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer " + ALICE
                        + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(ISO_8859_1);
    }

    // A stream of events goes on; every other answer ends, since the request has ended.
    private static void refusedOrServed(byte[] request) throws IOException {
        String answer = answered(request);
        if (!answer.isEmpty()) {
            assertThat(answer).startsWith("HTTP/1.");
            for (String status : List.of("500", "502")) {
                assertThat(answer).doesNotContain("HTTP/1.1 " + status + " ");
            }
        }
    }

    private static String answered(byte[] request) throws IOException {
        byte[] answer = new byte[ENOUGH];
        int length = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request);
            socket.shutdownOutput();
            for (int read = 0;
                    read >= 0 && length < ENOUGH && !streaming(answer, length);
                    length += Math.max(read, 0)) {
                read = socket.getInputStream().read(answer, length, ENOUGH - length);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Hung up on, perhaps before all was said.
        }
        return new String(answer, 0, length, ISO_8859_1);
    }

    private static boolean streaming(byte[] answer, int length) {
        return new String(answer, 0, length, ISO_8859_1).contains("text/event-stream");
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
