package io.steward.controller;

import static io.steward.controller.Site.ALICE;
import static io.steward.controller.Site.PATIENCE;
import static io.steward.controller.Site.ROOT;
import static io.steward.controller.Site.VICTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.steward.controller.Site.Answer;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The tables folded anew beside the live ones, on a real broker, while commands flow. */
@BrokerTest
class RebuildTest {
    private static final String TRUE =
            "{\"targets\":{\"all\":true},\"method\":\"shellcommand\",\"args\":{\"argv\":[\"true\"]}}";

    @TempDir
    Path folder;

    TestBroker broker;

    private Site site;
    private Connection ship1;

    @BeforeEach
    void open() throws Exception {
        site = Site.start(broker, folder);
        site.awaitReady();
        site.enrol("ship1", "ship2");
        ship1 = broker.nodeConnection("ship1");
        for (int i = 0; i < 50; i++) {
            work(i);
        }
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Test
    void the_live_tables_equal_a_fold_of_the_log_while_commands_flow() throws Exception {
        try (Flow flow = new Flow()) {
            for (int i = 0; i < 3; i++) {
                int before = flow.sent.get();
                JsonNode done = rebuild("{\"verify\":true}");

                assertThat(done.get("state").stringValue()).as(done.toString()).isEqualTo("done");
                JsonNode report = done.get("report");
                assertThat(report.get("equal").booleanValue())
                        .as(report.toString())
                        .isTrue();
                assertThat(report.get("difference").isNull()).isTrue();
                assertThat(rows(report, "command")).isGreaterThanOrEqualTo(100);
                assertThat(report.get("positions").get("COMMANDS").longValue()).isPositive();
                await().atMost(PATIENCE).until(() -> flow.sent.get() > before + 5);
            }
        }
        assertThat(databases()).isEqualTo(1);
    }

    @Test
    void a_row_changed_behind_our_back_is_found_and_named() throws Exception {
        String id = text("select min(id) from command_state where status = 'SUCCEEDED'");
        sql("update steward.command set exit_code = 5 where id = '" + id + "'");

        JsonNode report = rebuild("{\"verify\":true}").get("report");

        assertThat(report.get("equal").booleanValue()).isFalse();
        assertThat(report.get("difference").toString())
                .isEqualTo("{\"table\":\"command\",\"key\":\"id = " + id
                        + "\",\"column\":\"exit_code\",\"live\":\"5\",\"rebuilt\":\"0\"}");

        assertThat(rebuild("{}").get("state").stringValue()).isEqualTo("done");
        assertThat(text("select exit_code from command_state where id = '" + id + "'"))
                .isEqualTo("0");
        assertThat(rebuild("{\"verify\":true}").get("report").get("equal").booleanValue())
                .isTrue();
    }

    @Test
    void a_rebuild_takes_the_place_of_the_live_tables_while_commands_flow() throws Exception {
        sql("insert into steward.open_command (id, node, stream, log_seq, queued_at) values"
                + " (random_uuid(), 'ghost', 'COMMANDS', 1, current_timestamp)");
        try (Flow flow = new Flow()) {
            for (int i = 0; i < 2; i++) {
                assertThat(rebuild("{}").get("state").stringValue()).isEqualTo("done");
                assertThat(site.get("", "/health/ready").status()).isEqualTo(200);
            }
            int before = flow.sent.get();
            await().atMost(PATIENCE).until(() -> flow.sent.get() > before + 5);
        }
        assertThat(text("select count(*) from open_command where node = 'ghost'"))
                .isEqualTo("0");
        assertThat(rebuild("{\"verify\":true}").get("report").get("equal").booleanValue())
                .isTrue();
        assertThat(databases()).isEqualTo(1);
        assertThat(throughTheSqlPort("select count(*) from node_state")).isEqualTo("2");
        String commands = settledCommands();

        site.restart();

        assertThat(text("select count(*) from command_state")).isEqualTo(commands);
        assertThat(databases()).isEqualTo(1);
    }

    @Test
    void tables_of_another_fold_are_folded_anew_after_the_start_and_read_meanwhile() throws Exception {
        String commands = settledCommands();
        sql("update steward.fold_version set version = '0'");
        sql("update steward.command set reason = 'of the old fold'");

        site.restart();

        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> status().get("state").stringValue().equals("done"));
        assertThat(status().get("reason").stringValue()).startsWith("the tables were folded by version 0, this is 3");
        assertThat(text("select count(*) from command_state where reason = 'of the old fold'"))
                .isEqualTo("0");
        assertThat(text("select count(*) from command_state")).isEqualTo(commands);
        site.restart();
        assertThat(status().get("state").stringValue()).isEqualTo("idle");
    }

    @Test
    void readiness_says_that_the_tables_are_folded_anew_and_readers_keep_the_old_ones() throws Exception {
        String commands = settledCommands();
        sql("update steward.fold_version set version = '0'");
        sql("update steward.command set reason = 'of the old fold'");
        site.close();
        broker.kill();
        try {
            site = Site.start(broker, folder);

            Answer ready = site.get("", "/health/ready");

            assertThat(ready.text()).contains("\"rebuild\"").contains("folded by version 0, this is 3");
            assertThat(Long.parseLong(text("select count(*) from command_state where reason = 'of the old fold'")))
                    .isGreaterThanOrEqualTo(Long.parseLong(commands));
        } finally {
            broker.restart();
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> status().get("state").stringValue().equals("done"));
        assertThat(text("select count(*) from command_state where reason = 'of the old fold'"))
                .isEqualTo("0");
    }

    @Test
    void a_rebuild_of_a_log_that_lost_something_is_refused_since_only_the_old_tables_know_what() throws Exception {
        settledCommands();
        String sent = "select count(*) from command_state where method <> 'resend'";
        String before = text(sent);
        site.close();
        sql("update steward.position set stream_created = timestamp with time zone '2026-01-01 00:00:00Z'"
                + " where stream = 'COMMANDS'");
        sql("update steward.fold_version set version = '0'");
        site = Site.start(broker, folder);
        await().atMost(PATIENCE)
                .until(() -> site.get("", "/health/ready").text().contains("steward repair"));
        await("the rebuild that the start began has ended")
                .atMost(PATIENCE)
                .until(() -> status().get("state").stringValue().equals("failed"));

        JsonNode failed = rebuild("{}");

        assertThat(failed.get("state").stringValue()).isEqualTo("failed");
        assertThat(failed.get("words").stringValue())
                .contains("the live tables are as they were", "steward repair --yes");
        assertThat(text(sent)).isEqualTo(before);
        assertThat(databases()).isEqualTo(1);
        assertThat(site.post(ROOT, "/api/v1/repair", "{}").status()).isEqualTo(202);
        site.awaitReady();
        await().atMost(PATIENCE)
                .until(() -> site.get(ROOT, "/api/v1/repair")
                        .json()
                        .get("state")
                        .stringValue()
                        .equals("done"));
        assertThat(rebuild("{\"verify\":true}").get("report").get("equal").booleanValue())
                .isTrue();
        assertThat(text(sent)).isEqualTo(before);
        site.restart();
        assertThat(status().get("state").stringValue())
                .as("folded by this version now")
                .isEqualTo("idle");
    }

    @Test
    void only_an_admin_may_and_only_with_words_that_are_known() throws Exception {
        assertThat(site.post(ALICE, "/api/v1/rebuild", "{}").status()).isEqualTo(403);
        assertThat(site.post(ROOT, "/api/v1/rebuild", "{\"verify\":\"yes\"}").text())
                .contains("field \\\"verify\\\"")
                .contains("use true or false");
        assertThat(site.post(ROOT, "/api/v1/rebuild", "{\"dry\":true}").status())
                .isEqualTo(400);
        assertThat(site.post(ROOT, "/api/v1/rebuild", "[]").status()).isEqualTo(400);
        assertThat(status().get("state").stringValue()).isEqualTo("idle");
    }

    /** Commands and their ends, one after the other, until it is closed. */
    private final class Flow implements AutoCloseable {
        final AtomicInteger sent = new AtomicInteger();
        private final AtomicBoolean open = new AtomicBoolean(true);
        private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        private final Thread thread = new Thread(this::run, "flow");

        Flow() {
            thread.start();
        }

        private void run() {
            try {
                while (open.get()) {
                    work(1000 + sent.incrementAndGet());
                }
            } catch (Exception e) {
                failure.set(e);
            }
        }

        @Override
        public void close() {
            open.set(false);
            await().atMost(PATIENCE).until(() -> !thread.isAlive());
            assertThat(failure.get()).isNull();
            assertThat(sent.get()).isPositive();
        }
    }

    /** A command for both ships; ship1 does its own. */
    private void work(int number) throws Exception {
        Answer answer = site.post(ALICE, "/api/v1/commands", TRUE.replace("\"true\"", "\"echo\",\"" + number + "\""));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        Site.succeed(
                ship1,
                "ship1.ack.shellcommand.operatingsystem",
                answer.json().get("commands").get(0).get("id").stringValue(),
                "" + number);
        ship1.publish("ship1.event.note.test", ("{\"n\":" + number + "}").getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode rebuild(String body) throws Exception {
        Answer begun = site.post(ROOT, "/api/v1/rebuild", body);
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        await().atMost(PATIENCE).until(() -> {
            String state = status().get("state").stringValue();
            return state.equals("done") || state.equals("failed");
        });
        return status();
    }

    private JsonNode status() throws Exception {
        return site.get(VICTOR, "/api/v1/rebuild").json();
    }

    private static long rows(JsonNode report, String table) {
        return report.get("tables")
                .valueStream()
                .filter(each -> each.get("table").stringValue().equals(table))
                .mapToLong(each -> each.get("live").get("rows").longValue())
                .sum();
    }

    /** How many commands there are, once what was sent before has been folded. */
    private String settledCommands() throws Exception {
        // What the controller says of its lag is what it knew when it last looked: the broker knows.
        Connection controller = broker.controllerConnection();
        ship1.flush(PATIENCE);
        await().atMost(PATIENCE)
                .until(() -> text("select position from projection_position where stream = 'COMMANDS'")
                        .equals(Long.toString(controller
                                .jetStreamManagement()
                                .getStreamInfo("COMMANDS")
                                .getStreamState()
                                .getLastSequence())));
        return text("select count(*) from command_state");
    }

    private String text(String query) throws Exception {
        Answer answer = site.post(VICTOR, "/api/v1/sql", "{\"query\":\"" + query + "\"}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("rows").get(0).get(0).asString();
    }

    private String throughTheSqlPort(String query) throws Exception {
        String uri = site.controller().sqlUri().orElseThrow();
        java.net.URI door = java.net.URI.create(uri);
        String[] who = door.getUserInfo().split(":", 2);
        try (java.sql.Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + door.getHost() + ":" + door.getPort() + door.getPath(), who[0], who[1]);
                Statement asked = connection.createStatement();
                java.sql.ResultSet answer = asked.executeQuery(query)) {
            return answer.next() ? answer.getString(1) : "";
        }
    }

    /** What nobody should be able to do: a change of the tables past the fold. */
    private void sql(String statement) throws Exception {
        Path state = folder.resolve("data").resolve("state");
        String password = Files.readString(state.resolve("state.owner")).strip();
        Path live = state.resolve("live");
        String name = Files.exists(live) ? Files.readString(live).strip() : "state";
        try (java.sql.Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + state.toAbsolutePath().resolve(name)
                                + ";IFEXISTS=TRUE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
                        "steward",
                        password);
                Statement update = connection.createStatement()) {
            assertThat(update.executeUpdate(statement)).isPositive();
        }
    }

    private long databases() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("data").resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(".mv.db")).count();
        }
    }
}
