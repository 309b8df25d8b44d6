package io.steward.controller;

import static io.steward.controller.Site.ALICE;
import static io.steward.controller.Site.PATIENCE;
import static io.steward.controller.Site.ROOT;
import static io.steward.controller.Site.VICTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.controller.Site.Answer;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What operators ask of a controller over HTTP, and what it answers. */
@BrokerTest
class ControllerApiTest {
    private static final String UNAME =
            "{\"targets\":{\"nodes\":[\"ship1\",\"ship2\"]},\"method\":\"shellcommand\",\"domain\":\"operatingsystem\","
                    + "\"args\":{\"argv\":[\"uname\",\"-a\"]},\"reason\":\"weekly check\"}";

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
    void a_command_goes_to_each_target_and_its_result_comes_back() throws Exception {
        Answer sent = site.post(ALICE, "/api/v1/commands", UNAME);

        assertThat(sent.status()).isEqualTo(202);
        JsonNode commands = sent.json().get("commands");
        assertThat(commands.valueStream().map(c -> c.get("node").stringValue())).containsExactly("ship1", "ship2");
        assertThat(commands.get(0).get("online").booleanValue()).isFalse();
        String id = commands.get(0).get("id").stringValue();
        JsonNode queued = site.get(VICTOR, "/api/v1/commands/" + id).json();
        assertThat(queued.get("status").stringValue()).isEqualTo("QUEUED");
        assertThat(queued.get("issued_by").stringValue()).isEqualTo("alice");
        assertThat(queued.get("reason").stringValue()).isEqualTo("weekly check");
        assertThat(queued.get("args")).hasToString("{\"argv\":[\"uname\",\"-a\"]}");

        Site.succeed(broker.nodeConnection("ship1"), "ship1.ack.shellcommand.operatingsystem", id, "Linux");

        await().atMost(PATIENCE)
                .until(() -> site.get(VICTOR, "/api/v1/commands/" + id)
                        .json()
                        .get("terminal")
                        .booleanValue());
        JsonNode done = site.get(VICTOR, "/api/v1/commands/" + id).json();
        assertThat(done.get("status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.get("stdout").stringValue()).isEqualTo("Linux");
        assertThat(done.get("exit_code").intValue()).isZero();
        assertThat(done.get("history").valueStream().map(h -> h.get("status").stringValue()))
                .startsWith("QUEUED")
                .endsWith("SUCCEEDED");
        JsonNode node = site.get(VICTOR, "/api/v1/nodes/ship1").json();
        assertThat(node.get("node").stringValue()).isEqualTo("ship1");
        assertThat(node.get("commands").valueStream().map(c -> c.get("id").stringValue()))
                .contains(id);
        assertThat(site.get(VICTOR, "/api/v1/commands?node=ship1&status=SUCCEEDED")
                        .text())
                .contains(id);
    }

    @Test
    void the_past_is_asked_for_by_its_time() throws Exception {
        String id = site.post(ALICE, "/api/v1/commands", UNAME)
                .json()
                .get("commands")
                .get(0)
                .get("id")
                .stringValue();
        String queued = site.get(VICTOR, "/api/v1/commands/" + id)
                .json()
                .get("queued_at")
                .stringValue();
        String then = Instant.parse(queued).plusMillis(1).toString();
        Site.succeed(broker.nodeConnection("ship1"), "ship1.ack.shellcommand.operatingsystem", id, "Linux");
        await().atMost(PATIENCE)
                .until(() -> site.get(VICTOR, "/api/v1/commands/" + id)
                        .json()
                        .get("terminal")
                        .booleanValue());

        JsonNode past = site.get(VICTOR, "/api/v1/commands?node=ship1&limit=1&at=" + then)
                .json()
                .get("commands")
                .get(0);
        assertThat(past.get("id").stringValue()).isEqualTo(id);
        assertThat(past.get("status").stringValue()).isEqualTo("QUEUED");
        assertThat(past.get("stdout").isNull()).isTrue();
        JsonNode node = site.get(VICTOR, "/api/v1/nodes/ship1?at=" + then).json();
        assertThat(node.get("commands").get(0).get("status").stringValue()).isEqualTo("QUEUED");
        assertThat(node.get("enrolled").booleanValue()).isTrue();
        assertThat(site.get(VICTOR, "/api/v1/nodes?at=1999-01-01T00:00:00Z").text())
                .contains("\"nodes\":[]");
        // By the node's clock it had ended on that day in November, whenever the log heard of it.
        assertThat(site.get(VICTOR, "/api/v1/commands?node=ship1&status=SUCCEEDED&by=event&at=2026-11-22T09:00:02Z")
                        .text())
                .contains(id);
    }

    @ParameterizedTest
    @CsvSource({
        "at=yesterday, query parameter \\\"at\\\" \\\"yesterday\\\" is not allowed: use a time of RFC 3339",
        "at=2026-11-22T09:00:00Z&by=guess, use recorded or event",
        "by=event, use it together with at"
    })
    void a_time_that_is_none_is_refused(String query, String said) throws Exception {
        Answer answer = site.get(VICTOR, "/api/v1/nodes?" + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(said);
    }

    @Test
    void a_condition_chooses_targets_and_all_means_all() throws Exception {
        String some = UNAME.replace("{\"nodes\":[\"ship1\",\"ship2\"]}", "{\"where\":\"node = 'ship2'\"}");
        String all = UNAME.replace("{\"nodes\":[\"ship1\",\"ship2\"]}", "{\"all\":true}");

        assertThat(nodesOf(site.post(ALICE, "/api/v1/commands", some))).containsExactly("ship2");
        assertThat(nodesOf(site.post(ALICE, "/api/v1/commands", all))).contains("ship1", "ship2");
    }

    @Test
    void nodes_that_are_not_enrolled_are_all_named_and_nothing_is_sent() throws Exception {
        long before = logEnd();

        Answer answer = site.post(ALICE, "/api/v1/commands", UNAME.replace("ship2", "ghost1\",\"ghost2"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(answer.text())
                .isEqualTo("{\"type\":\"urn:steward:problem:unknown-node\",\"title\":\"Some targets are not enrolled\","
                        + "\"status\":422,\"detail\":\"field \\\"targets.nodes\\\" names nodes that are not enrolled:"
                        + " ghost1, ghost2; use enrolled nodes (GET /api/v1/nodes); nothing was sent\","
                        + "\"field\":\"targets.nodes\",\"nodes\":[\"ghost1\",\"ghost2\"]}");
        assertThat(logEnd()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            POST | /api/v1/commands | not json                                                | 400 | {"type":"urn:steward:problem:not-json","title":"The request can't be understood","status":400,"detail":"the body is not a JSON document: Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or t… at line 1 column 1"}
            POST | /api/v1/commands | {"targets":{"nodes":["a.b"]},"method":"shellcommand"}   | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"node \\"a.b\\" is not allowed: a node name has no dots; use the short name \\"a\\"","field":"targets.nodes"}
            POST | /api/v1/commands | {"targets":{"all":true},"method":"a b","domain":"x"}    | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"method \\"a b\\" is not allowed: use 1 to 63 characters of A-Z a-z 0-9 _ -, beginning with a letter or digit","field":"method"}
            POST | /api/v1/commands | {"targets":{"where":"node = 'none'"},"method":"shellcommand"} | 422 | {"type":"urn:steward:problem:no-targets","title":"There is nobody to send it to","status":422,"detail":"field \\"targets\\" names no node: use targets that at least one enrolled node belongs to","field":"targets"}
            POST | /api/v1/commands?now=1 | {}                                                | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"query parameter \\"now\\" is not known: use none","field":"now"}
            GET  | /api/v1/commands?status=DONE | ~~                                          | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"query parameter \\"status\\" \\"DONE\\" is not allowed: use one of [QUEUED, DELIVERED, STARTED, SUCCEEDED, FAILED, TIMED_OUT, CANCELED, EXPIRED, REJECTED, SUPERSEDED, INTERRUPTED, LOST]","field":"status"}
            GET  | /api/v1/commands?limit=0 | ~~                                              | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"query parameter \\"limit\\" \\"0\\" is not allowed: use a whole number from 1 to 1000","field":"limit"}
            GET  | /api/v1/nodes?colour=red | ~~                                              | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"query parameter \\"colour\\" is not known: use where, limit, after, at, by","field":"colour"}
            GET  | /api/v1/nodes/ghost | ~~                                                   | 404 | {"type":"urn:steward:problem:unknown-node","title":"There is no such node","status":404,"detail":"node \\"ghost\\" is not known here","node":"ghost"}
            GET  | /api/v1/commands/17 | ~~                                                   | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"id \\"17\\" is not allowed: use a UUID of version 7 in lower case, as RFC 9562 writes it","field":"id"}
            GET  | /api/v1/commands/0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60 | ~~                 | 404 | {"type":"urn:steward:problem:unknown-command","title":"There is no such command","status":404,"detail":"command \\"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60\\" is not known here","command":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60"}
            GET  | /api/v2/nodes | ~~                                                         | 404 | {"type":"urn:steward:problem:unknown-path","title":"There is nothing here","status":404,"detail":"GET /openapi.json lists what there is"}
            GET  | /api/v1/stream?types=weather | ~~                                          | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"query parameter \\"types\\" \\"weather\\" is not allowed: use words of command, node, event, parted by commas","field":"types"}
            POST | /api/v1/sql | {"query":1}                                                  | 400 | {"type":"urn:steward:problem:bad-field","title":"The request can't be understood","status":400,"detail":"field \\"query\\" \\"1\\" is not allowed: use one SELECT over the views","field":"query"}
            """)
    void bad_input_gets_one_clear_error(String method, String path, String body, int status, String problem)
            throws Exception {
        long before = logEnd();

        Answer answer = method.equals("GET") ? site.get(ALICE, path) : site.post(ALICE, path, body);

        assertThat(answer.text()).isEqualTo(problem.replace("\\\\", "\\"));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.mediaType()).isEqualTo("application/problem+json");
        assertThat(logEnd()).isEqualTo(before);
    }

    @Test
    void a_node_name_with_a_dot_is_not_enrolled() throws Exception {
        Answer answer = site.ask("PUT", ROOT, "/api/v1/nodes/ship1.example.org", BodyPublishers.noBody(), Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").stringValue())
                .isEqualTo("node \"ship1.example.org\" is not allowed: a node name has no dots; use the short name"
                        + " \"ship1\"");
    }

    @Test
    void a_body_of_ten_megabytes_is_refused_and_the_next_request_is_served() throws Exception {
        Answer answer = site.post(ALICE, "/api/v1/commands", " ".repeat(10 << 20));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text())
                .isEqualTo(
                        "{\"type\":\"urn:steward:problem:too-large\",\"title\":\"The body is too large\",\"status\":413,"
                                + "\"detail\":\"the body is longer than allowed: use at most 1048576 bytes\"}");
        assertThat(site.get(ALICE, "/api/v1/nodes").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE FROM node_state",
        "DROP VIEW node_state",
        "CREATE ALIAS X FOR \"java.lang.System.exit\"",
        "SHUTDOWN",
        "CALL FILE_READ('/etc/passwd')"
    })
    void sql_that_writes_is_refused(String query) throws Exception {
        Answer answer = site.post(VICTOR, "/api/v1/sql", "{\"query\":\"" + query.replace("\"", "\\\"") + "\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:steward:problem:bad-query");
        assertThat(site.post(VICTOR, "/api/v1/sql", "{\"query\":\"SELECT count(*) AS nodes FROM node_state\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sql_answers_columns_and_rows() throws Exception {
        Answer answer = site.post(
                VICTOR, "/api/v1/sql", "{\"query\":\"SELECT node, online FROM node_state ORDER BY node\",\"limit\":1}");

        assertThat(answer.text())
                .isEqualTo("{\"columns\":[\"node\",\"online\"],\"rows\":[[\"ship1\",false]],\"more\":true}");
    }

    @Test
    void without_a_token_nobody_comes_in_and_health_stays_open() throws Exception {
        for (String route : site.controller().routes()) {
            String[] words = route.split(" ");
            Answer answer = site.ask(words[0], "", concrete(words[1]), BodyPublishers.noBody(), Map.of());
            boolean open = words[1].startsWith("/health/")
                    || words[1].equals("/openapi.json")
                    || words[1].equals("/")
                    || words[1].startsWith("/page/");
            // Machines that ask to be nodes have no token yet; this one does not say who it is.
            int expected = route.equals("POST /api/v1/enrolments") ? 400 : open ? 200 : 401;
            assertThat(answer.status()).as(route).isEqualTo(expected);
        }
        assertThat(site.get("guess", "/api/v1/nodes").text())
                .isEqualTo("{\"type\":\"urn:steward:problem:unauthorized\",\"title\":\"Who asks is not known\","
                        + "\"status\":401,\"detail\":\"header \\\"Authorization\\\" is missing or its token is not known:"
                        + " use Bearer and a token from the controller's tokens file\",\"field\":\"Authorization\"}");
    }

    @Test
    void a_viewer_may_not_send_and_an_operator_may_not_enrol() throws Exception {
        Answer send = site.post(VICTOR, "/api/v1/commands", UNAME);
        Answer enrol = site.ask("PUT", ALICE, "/api/v1/nodes/ship3", BodyPublishers.noBody(), Map.of());

        assertThat(send.text())
                .isEqualTo("{\"type\":\"urn:steward:problem:forbidden\",\"title\":\"Your role may not do this\","
                        + "\"status\":403,\"detail\":\"role \\\"viewer\\\" of \\\"victor\\\" is not allowed here: use a token"
                        + " of role operator or higher\"}");
        assertThat(enrol.status()).isEqualTo(403);
        assertThat(site.get(VICTOR, "/api/v1/nodes/ship3").status()).isEqualTo(404);
    }

    @Test
    void the_same_key_sends_once_and_answers_the_same_ids_also_after_a_restart() throws Exception {
        Map<String, String> key = Map.of("Idempotency-Key", "backup-2026-11-22");
        Answer first = site.post(ALICE, "/api/v1/commands", UNAME, key);
        long end = logEnd();

        Answer again = site.post(ALICE, "/api/v1/commands", UNAME, key);
        site.restart();
        Answer afterRestart = site.post(ALICE, "/api/v1/commands", UNAME, key);

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(afterRestart.text()).isEqualTo(first.text());
        assertThat(logEnd()).isEqualTo(end);
    }

    @Test
    void a_key_belongs_to_one_operator_and_one_body() throws Exception {
        Map<String, String> key = Map.of("Idempotency-Key", "one");
        Answer first = site.post(ALICE, "/api/v1/commands", UNAME, key);

        Answer other = site.post(ALICE, "/api/v1/commands", UNAME.replace("-a", "-r"), key);
        Answer fewer = site.post(ALICE, "/api/v1/commands", UNAME.replace(",\"ship2\"", ""), key);
        Answer somebodyElse = site.post(ROOT, "/api/v1/commands", UNAME, key);

        assertThat(other.text())
                .isEqualTo(
                        "{\"type\":\"urn:steward:problem:key-reused\",\"title\":\"The key belongs to another request\","
                                + "\"status\":422,\"detail\":\"header \\\"Idempotency-Key\\\" was used for another request: use a new"
                                + " key for a new request\",\"field\":\"Idempotency-Key\"}");
        assertThat(fewer.status()).isEqualTo(422);
        assertThat(somebodyElse.status()).isEqualTo(202);
        assertThat(somebodyElse.text()).isNotEqualTo(first.text());
    }

    @Test
    void a_cancel_is_a_command_of_its_own_and_too_late_for_one_that_has_ended() throws Exception {
        String id = idOf(site.post(ALICE, "/api/v1/commands", UNAME.replace(",\"ship2\"", "")));

        Answer cancel = site.post(ALICE, "/api/v1/commands/" + id + "/cancel", "{}");

        assertThat(cancel.status()).isEqualTo(202);
        assertThat(cancel.json().get("commandId").stringValue()).isEqualTo(id);
        JsonNode sent = site.get(
                        ALICE, "/api/v1/commands/" + cancel.json().get("id").stringValue())
                .json();
        assertThat(sent.get("method").stringValue()).isEqualTo("cancel");
        assertThat(sent.get("domain").stringValue()).isEqualTo("agent");
        assertThat(sent.get("args")).hasToString("{\"commandId\":\"" + id + "\"}");

        Site.succeed(broker.nodeConnection("ship1"), "ship1.ack.shellcommand.operatingsystem", id, "");
        await().atMost(PATIENCE)
                .until(() -> site.get(ALICE, "/api/v1/commands/" + id)
                        .json()
                        .get("terminal")
                        .booleanValue());
        Answer late = site.post(ALICE, "/api/v1/commands/" + id + "/cancel", "");
        assertThat(late.text())
                .isEqualTo(
                        "{\"type\":\"urn:steward:problem:already-ended\",\"title\":\"The command has ended\","
                                + "\"status\":409,\"detail\":\"command \\\"" + id
                                + "\\\" has ended with status SUCCEEDED and can't be canceled\",\"commandStatus\":\"SUCCEEDED\"}");
    }

    @Test
    void what_a_command_printed_can_be_had_as_a_file() throws Exception {
        String id = idOf(site.post(ALICE, "/api/v1/commands", UNAME.replace(",\"ship2\"", "")));
        String path = "/api/v1/commands/" + id + "/output";
        broker.nodeConnection("ship1")
                .publish(
                        "ship1.event.output." + id,
                        "{\"v\":1,\"seq\":0,\"stream\":\"stdout\",\"offset\":0,\"text\":\"so far\"}"
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.get(VICTOR, path).text()).isEqualTo("so far"));

        Site.succeed(broker.nodeConnection("ship1"), "ship1.ack.shellcommand.operatingsystem", id, "so far, so good");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.get(VICTOR, path).text()).isEqualTo("so far, so good"));
        var whole = java.net.http.HttpClient.newHttpClient()
                .send(
                        site.request("GET", VICTOR, path, BodyPublishers.noBody(), Map.of()),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(whole.headers().map())
                .containsEntry("content-type", List.of("text/plain;charset=utf-8"))
                .containsEntry("content-disposition", List.of("attachment; filename=\"ship1-" + id + ".stdout.txt\""))
                .containsEntry("steward-output-bytes", List.of("15"))
                .containsEntry("steward-output-total", List.of("15"));
        assertThat(site.get(VICTOR, path + "?stream=stderr").text()).isEmpty();
        assertThat(site.get(VICTOR, path + "?stream=both").text())
                .contains("\"field\":\"stream\"")
                .contains("use stdout or stderr");
    }

    @Test
    void a_command_stands_in_the_views_as_its_sender_wrote_it() throws Exception {
        String id = idOf(site.post(
                ALICE,
                "/api/v1/commands",
                UNAME.replace("\"reason\"", "\"timeout\":\"PT5S\",\"onCrash\":\"repeat\",\"reason\"")));
        site.get(VICTOR, "/api/v1/commands/" + id);

        Answer answer = site.post(
                VICTOR, "/api/v1/sql", "{\"query\":\"select message from command_message where id = '" + id + "'\"}");

        assertThat(answer.json().get("rows").get(0).get(0).stringValue())
                .contains("\"timeout\":\"PT5S\"")
                .contains("\"onCrash\":\"repeat\"");
    }

    @Test
    void metrics_count_requests_and_commands() throws Exception {
        site.post(ALICE, "/api/v1/commands", UNAME);

        String metrics = site.get(VICTOR, "/metrics").text();

        assertThat(metrics)
                .containsPattern("steward_commands_issued_total [1-9]")
                .containsPattern(
                        "steward_http_requests_total\\{method=\"POST\",path=\"/api/v1/commands\",status=\"202\"} [1-9]");
    }

    @Test
    void every_file_of_the_page_has_its_type_a_strict_policy_and_is_asked_about_again() throws Exception {
        Map<String, String> types = Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");
        List<String> paths = site.controller().routes().stream()
                .map(route -> route.substring("GET ".length()))
                .filter(path -> path.equals("/") || path.startsWith("/page/"))
                .toList();

        assertThat(paths).contains("/", "/page/main.js", "/page/fleet.js", "/page/page.css");
        for (String path : paths) {
            HttpResponse<String> file = page(path, Map.of());
            String type = types.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "text/html");
            assertThat(header(file, "Content-Type")).as(path).startsWith(type);
            assertThat(header(file, "Content-Security-Policy"))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(header(file, "Cache-Control")).as(path).isEqualTo("no-cache");
            assertThat(header(file, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");

            HttpResponse<String> again = page(path, Map.of("If-None-Match", header(file, "ETag")));
            assertThat(again.statusCode()).as(path).isEqualTo(304);
            assertThat(again.body()).as(path).isEmpty();
            assertThat(page(path, Map.of("If-None-Match", "\"older\"")).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    private HttpResponse<String> page(String path, Map<String, String> headers) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        site.request("GET", "", path, BodyPublishers.noBody(), headers),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void its_real_addresses_stand_in_the_endpoints_file() throws Exception {
        String endpoints = Files.readString(site.folder().resolve("endpoints.json"));

        assertThat(endpoints)
                .contains("\"http\":\"http://127.0.0.1:" + site.controller().httpPort() + "\"")
                .contains("\"sql\":\"postgresql://reader:");
    }

    private static String concrete(String path) {
        return path.replace("{node}", "ship1").replace("{id}", "0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");
    }

    private static List<String> nodesOf(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json()
                .get("commands")
                .valueStream()
                .map(command -> command.get("node").stringValue())
                .toList();
    }

    private static String idOf(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return answer.json().get("commands").get(0).get("id").stringValue();
    }

    private static long logEnd() throws Exception {
        return broker.controllerConnection()
                .jetStreamManagement()
                .getStreamInfo("COMMANDS")
                .getStreamState()
                .getLastSequence();
    }
}
