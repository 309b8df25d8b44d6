package io.steward.controller;

import static io.steward.controller.Site.ALICE;
import static io.steward.controller.Site.PATIENCE;
import static io.steward.controller.Site.VICTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who watch hear every change once, in order, also after they were away. */
@BrokerTest
class LiveStreamTest {
    /** One listener, reading on a thread of its own. */
    private static final class Listener implements AutoCloseable {
        record Event(String type, String id, String data) {}

        private final Socket socket;
        private final List<Event> events = new CopyOnWriteArrayList<>();
        private volatile String last = "";
        private volatile boolean alive;
        private volatile Optional<AssertionError> undocumented = Optional.empty();

        Listener(Site site, String query, Optional<String> lastEventId) throws IOException {
            socket = new Socket("127.0.0.1", site.controller().httpPort());
            OutputStream out = socket.getOutputStream();
            out.write(("GET /api/v1/stream" + query + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + VICTOR + "\r\n"
                            + lastEventId
                                    .map(id -> "Last-Event-ID: " + id + "\r\n")
                                    .orElse("") + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            out.flush();
            Thread thread = new Thread(this::read, "listener");
            thread.setDaemon(true);
            thread.start();
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                String type = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        type = line.substring(7);
                    } else if (line.startsWith("id: ")) {
                        last = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        ApiDocument.HERE.checkChange(type, line.substring(6));
                        events.add(new Event(type, last, line.substring(6)));
                    } else if (line.startsWith(": alive")) {
                        alive = true;
                    }
                }
            } catch (IOException e) {
                alive = false;
            } catch (AssertionError e) {
                undocumented = Optional.of(e);
            }
        }

        List<String> statuses(String id) {
            List<String> statuses = new ArrayList<>();
            for (Event event : events) {
                if (event.type().equals("command") && event.data().contains(id)) {
                    statuses.add(event.data().replaceAll(".*\"status\":\"([A-Z_]+)\".*", "$1"));
                }
            }
            return statuses;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            undocumented.ifPresent(error -> {
                throw error;
            });
        }
    }

    private static Site site;
    private static TestBroker broker;

    @BeforeAll
    static void open(TestBroker given, @TempDir Path folder) throws Exception {
        broker = given;
        site = Site.start(broker, folder);
        site.awaitReady();
        site.enrol("ship1", "ship2");
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
    }

    @Test
    void a_listener_hears_what_happens_and_resumes_where_it_was() throws Exception {
        String id;
        String seen;
        try (Listener listener = new Listener(site, "?types=command", Optional.empty())) {
            await().atMost(PATIENCE).until(() -> !listener.last.isEmpty());
            id = send("ship1");
            await().atMost(PATIENCE).until(() -> listener.statuses(id).contains("QUEUED"));
            seen = listener.last;
        }

        Site.succeed(broker.nodeConnection("ship1"), "ship1.ack.shellcommand.operatingsystem", id, "x");
        String missed = send("ship2");
        await().atMost(PATIENCE)
                .until(() -> site.get(VICTOR, "/api/v1/commands/" + id).text().contains("\"terminal\":true"));

        try (Listener listener = new Listener(site, "?types=command", Optional.of(seen))) {
            await().atMost(PATIENCE).until(() -> listener.statuses(missed).contains("QUEUED"));
            String after = send("ship2");
            await().atMost(PATIENCE).until(() -> listener.statuses(after).contains("QUEUED"));
            assertThat(listener.statuses(id)).endsWith("SUCCEEDED").doesNotContain("QUEUED");
            assertThat(listener.statuses(missed)).containsExactly("QUEUED");
            assertThat(listener.statuses(after)).containsExactly("QUEUED");
        }
    }

    @Test
    void a_filter_lets_through_one_node_only() throws Exception {
        try (Listener listener = new Listener(site, "?types=command&node=ship2", Optional.empty())) {
            await().atMost(PATIENCE).until(() -> !listener.last.isEmpty());
            String other = send("ship1");
            String ours = send("ship2");

            await().atMost(PATIENCE).until(() -> listener.statuses(ours).contains("QUEUED"));

            assertThat(listener.statuses(other)).isEmpty();
        }
    }

    @Test
    void a_quiet_stream_shows_a_sign_of_life() throws Exception {
        try (Listener listener =
                new Listener(site, "?command=0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60", Optional.empty())) {
            await().atMost(PATIENCE).until(() -> listener.alive);
            assertThat(listener.last).contains("COMMANDS:");
        }
    }

    @Test
    void one_who_reads_nothing_keeps_nobody_else_from_hearing() throws Exception {
        List<Socket> deaf = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket("127.0.0.1", site.controller().httpPort());
            socket.setReceiveBufferSize(1024);
            socket.getOutputStream()
                    .write(("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + VICTOR + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            deaf.add(socket);
        }
        try (Listener listener = new Listener(site, "?types=command", Optional.empty())) {
            await().atMost(PATIENCE).until(() -> !listener.last.isEmpty());
            for (int i = 0; i < 50; i++) {
                String id = send("ship1");
                await().atMost(PATIENCE).until(() -> listener.statuses(id).contains("QUEUED"));
            }
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    @Test
    void a_cursor_that_is_none_is_refused() throws Exception {
        Site.Answer answer = site.ask(
                "GET",
                VICTOR,
                "/api/v1/stream",
                java.net.http.HttpRequest.BodyPublishers.noBody(),
                Map.of("Last-Event-ID", "yesterday"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("header \"Last-Event-ID\": cursor \"yesterday\" is not allowed: use the id of an earlier"
                        + " change, like COMMANDS:12,EVENTS:34");
    }

    private static String send(String node) throws Exception {
        Site.Answer answer = site.post(
                ALICE,
                "/api/v1/commands",
                "{\"targets\":{\"nodes\":[\"" + node
                        + "\"]},\"method\":\"shellcommand\",\"args\":{\"argv\":[\"true\"]}}");
        return answer.json().get("commands").get(0).get("id").stringValue();
    }
}
