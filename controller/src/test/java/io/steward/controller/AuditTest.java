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
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who did what, and whether the log is what it was, over HTTP and on a real broker. */
@BrokerTest
class AuditTest {
    private static final String ORDER =
            "{\"targets\":{\"nodes\":[\"ship1\"]},\"method\":\"shellcommand\",\"args\":{\"argv\":[\"echo\",\"word-7\"]},"
                    + "\"reason\":\"weekly check\"}";

    @TempDir
    Path folder;

    TestBroker broker;

    private Site site;

    @BeforeEach
    void open() throws Exception {
        site = Site.start(broker, folder);
        site.awaitReady();
        site.enrol("ship1", "ship2");
    }

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @Test
    void what_was_done_and_what_was_refused_is_told_with_who_it_was_and_no_node_can_add_to_it() throws Exception {
        Connection ship2 = broker.nodeConnection("ship2");
        ship2.jetStream()
                .publish(
                        "ship2.event.audit.send",
                        "{\"v\":1,\"at\":\"2026-11-22T09:00:00.000Z\",\"who\":\"mallory\",\"action\":\"send\",\"allowed\":true}"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(site.post(VICTOR, "/api/v1/commands", ORDER).status()).isEqualTo(403);
        Answer sent = site.post(ALICE, "/api/v1/commands", ORDER);
        assertThat(sent.status()).isEqualTo(202);
        String id = sent.json().get("commands").get(0).get("id").stringValue();
        broker.nodeConnection("ship1")
                .jetStream()
                .publish(
                        "ship1.ack.shellcommand.operatingsystem",
                        ("{\"v\":1,\"id\":\"" + id + "\",\"status\":\"REJECTED\",\"at\":\"2026-11-22T09:00:01.250Z\","
                                        + "\"attempt\":0,\"error\":{\"code\":\"not-allowed\",\"message\":\"no rule\"}}")
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(enrol(ALICE, "ship3").status()).isEqualTo(403);
        assertThat(enrol(ROOT, "controller").text()).contains("the controller itself has this one");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shown("refused=true"))
                        .contains(
                                "victor viewer send null false forbidden AUDIT",
                                "alice operator enrol ship3 false forbidden AUDIT",
                                "alice null refuse ship1 false not-allowed COMMANDS"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shown(""))
                        .contains(
                                "root admin enrol ship1 true null AUDIT",
                                "root admin enrol controller true bad-field AUDIT",
                                "alice null send ship1 true null COMMANDS")
                        .noneMatch(row -> row.contains("mallory")));
        assertThat(shown("node=ship3")).containsExactly("alice operator enrol ship3 false forbidden AUDIT");
        assertThat(shown("who=victor")).hasSize(1);
        assertThat(shown("since=2999-01-01T00:00:00Z")).isEmpty();
        assertThat(site.get(VICTOR, "/api/v1/audit?limit=1").json().get("more").booleanValue())
                .isTrue();
        String whole = site.get(VICTOR, "/api/v1/audit").text();
        assertThat(whole).contains("weekly check", id).doesNotContain("word-7", ALICE, VICTOR, ROOT);
        assertThat(site.get(VICTOR, "/api/v1/audit?refused=maybe").status()).isEqualTo(400);
        JsonNode rows = site.post(
                        VICTOR, "/api/v1/sql", "{\"query\":\"select count(*) from audit where who = 'mallory'\"}")
                .json();
        assertThat(rows.get("rows").toString()).isEqualTo("[[0]]");
    }

    @Test
    void a_flood_of_strangers_is_a_bounded_number_of_entries_and_a_sum() throws Exception {
        // Fewer than an address may try in a row.
        for (int i = 0; i < 15; i++) {
            assertThat(site.get("guess-" + i, "/api/v1/nodes").status()).isEqualTo(401);
        }
        await().atMost(PATIENCE)
                .until(() -> shown("refused=true").stream()
                                .filter(row -> row.contains("nodes null false unauthorized"))
                                .count()
                        == 10);
        site.restart();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                site.get(VICTOR, "/api/v1/audit?refused=true").text())
                        .contains("5 more between")
                        .doesNotContain("guess-"));
        assertThat(shown("refused=true"))
                .filteredOn(row -> row.contains("unauthorized"))
                .hasSize(11);
    }

    @Test
    void a_message_altered_on_the_brokers_disk_is_named_and_an_anchor_kept_elsewhere_is_not_reached() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(site.post(ALICE, "/api/v1/commands", ORDER).status()).isEqualTo(202);
        }
        JsonNode equal = verify("{}");
        assertThat(equal.get("words").stringValue()).startsWith("equal, ");
        String head = equal.get("report").get("streams").get(0).get("head").stringValue();
        assertThat(head).matches("COMMANDS:[0-9]+:[0-9a-f]{64}");
        long last = Long.parseLong(head.split(":", -1)[1]);
        assertThat(verify("{\"anchors\":[\"" + head + "\"]}")
                        .get("report")
                        .get("equal")
                        .booleanValue())
                .isTrue();
        assertThat(verify("{\"anchors\":[\"COMMANDS:" + (last - 1) + head.substring(head.lastIndexOf(':')) + "\"]}")
                        .get("words")
                        .stringValue())
                .contains("the log leads to another hash there");
        assertThat(site.post(ROOT, "/api/v1/audit/verify", "{\"anchors\":[\"COMMANDS\"]}")
                        .status())
                .isEqualTo(400);
        assertThat(site.post(ALICE, "/api/v1/audit/verify", "{}").status()).isEqualTo(403);

        broker.kill();
        BlockFile.alter(store(), "COMMANDS", last - 2, "word-7", "word-8");
        broker.restart();
        site.awaitReady();

        JsonNode altered = verify("{\"anchors\":[\"" + head + "\"]}");

        assertThat(altered.get("words").stringValue())
                .contains("NOT EQUAL: COMMANDS " + (last - 2) + " was altered; it was QUEUED of ")
                .contains("shellcommand.operatingsystem for ship1 by alice");
        JsonNode stream = altered.get("report").get("streams").get(0);
        assertThat(stream.get("findings")).hasSize(1);
        assertThat(stream.get("entries").longValue()).isEqualTo(last - 1);
        assertThat(altered.get("report").get("anchors").get(0).get("equal").booleanValue())
                .isFalse();
    }

    private JsonNode verify(String body) throws Exception {
        assertThat(site.post(ROOT, "/api/v1/audit/verify", body).status()).isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> site.get(VICTOR, "/api/v1/audit/verify")
                        .json()
                        .get("state")
                        .stringValue()
                        .matches("done|failed"));
        return site.get(VICTOR, "/api/v1/audit/verify").json();
    }

    private Answer enrol(String token, String node) throws Exception {
        return site.ask("PUT", token, "/api/v1/nodes/" + node, BodyPublishers.noBody(), Map.of());
    }

    /** Rows of the audit as words: who, role, action, node, allowed, code, stream. */
    private List<String> shown(String query) throws Exception {
        return site.get(VICTOR, "/api/v1/audit?limit=500" + (query.isEmpty() ? "" : "&" + query))
                .json()
                .get("entries")
                .valueStream()
                .map(row -> List.of("who", "role", "action", "node", "allowed", "code", "stream").stream()
                        .map(field -> row.get(field).asString("null"))
                        .map(text -> text.isEmpty() ? "-" : text)
                        .collect(java.util.stream.Collectors.joining(" ")))
                .toList();
    }

    private Path store() {
        Path path = broker.keys().controllerCredentials();
        while (!path.endsWith("keys")) {
            path = path.getParent();
        }
        return path.resolveSibling("store");
    }
}
