package io.steward.controller;

import static io.steward.controller.Site.ALICE;
import static io.steward.controller.Site.PATIENCE;
import static io.steward.controller.Site.ROOT;
import static io.steward.controller.Site.VICTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.JetStreamManagement;
import io.nats.client.api.MessageInfo;
import io.steward.controller.Site.Answer;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.wire.Codec;
import io.steward.nats.Link;
import io.steward.nats.keys.OperatorKeyFile;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a controller does with a policy: whom it lets send what, signed or not. */
@BrokerTest
class SignedCommandsTest {
    private static final Random RANDOM = new Random(7);
    private static final OperatorKeys ALICES = OperatorKeys.fresh("alice");
    private static final OperatorKeys BOBS = OperatorKeys.fresh("bob");

    private static Site site;
    private static TestBroker broker;
    private static Path policy;
    private static OperatorKeyFile controllers;

    @BeforeAll
    static void open(TestBroker given, @TempDir Path folder) throws Exception {
        broker = given;
        controllers = OperatorKeyFile.create(folder, "controller");
        policy = folder.resolve("policy.json");
        strict(1);
        site = Site.start(
                broker.url(),
                broker.keys().controllerCredentials(),
                folder.resolve("site"),
                Map.of(
                        "policy.file",
                        policy.toString(),
                        "commands.key.file",
                        controllers.file().toString()));
        site.awaitReady();
        site.enrol("ship1", "ship2", "dock1");
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
    }

    @Test
    void a_signed_command_is_stored_as_it_was_signed_and_a_repeat_sends_nothing() throws Exception {
        Command command = ALICES.sign(command("ship1", "alice", "uname"));
        Answer first = post(ALICE, command);
        Answer again = post(ALICE, command);

        assertThat(first.status()).as(first.text()).isEqualTo(202);
        assertThat(first.json().get("commands").get(0).get("id").stringValue())
                .isEqualTo(command.id().value());
        assertThat(again).isEqualTo(first);
        assertThat(inLog(command)).containsExactly(new String(Codec.encode(command), StandardCharsets.UTF_8));
    }

    @Test
    void an_old_command_that_the_log_has_is_not_sent_again_either() throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofDays(2));
        Command old = ALICES.sign(command(longAgo, "ship1", "alice", "uptime"));
        // Under no message id, so that the broker can't tell a repeat.
        broker.controllerConnection()
                .jetStream(Link.JETSTREAM)
                .publish(old.subject().toString(), Codec.encode(old));
        await().atMost(PATIENCE)
                .until(() -> site.get(VICTOR, "/api/v1/commands/" + old.id()).status() == 200);
        assertThat(post(ALICE, old).status()).isEqualTo(202);
        assertThat(inLog(old)).hasSize(1);

        Command other = ALICES.sign(with(old, old.id(), "rm"));
        Answer taken = post(ALICE, other);
        assertThat(taken.status()).as(taken.text()).isEqualTo(409);
        assertThat(slug(taken)).isEqualTo("id-taken");
    }

    @Test
    void what_is_altered_unsigned_or_of_another_is_refused_at_the_door() throws Exception {
        Command good = ALICES.sign(command("ship1", "alice", "uname"));
        Command altered = with(good, good.id(), "rm").with(good.signature().orElseThrow());
        refused(post(ALICE, altered), 403, "not-allowed", "bad-signature");
        refused(post(ALICE, BOBS.sign(command("ship1", "bob", "uname"))), 403, "not-allowed", "wrong-issuer");
        refused(post(ROOT, ALICES.sign(command("ship1", "bob", "uname"))), 403, "not-allowed", "wrong-issuer");
        OperatorKeys mallory = OperatorKeys.fresh("mallory");
        refused(post(ROOT, mallory.sign(command("ship1", "mallory", "uname"))), 403, "not-allowed", "unknown-key");
        assertThat(post(VICTOR, good).status()).isEqualTo(403);
        assertThat(inLog(good)).isEmpty();
    }

    @Test
    void a_message_that_would_be_written_otherwise_is_refused() throws Exception {
        Command command = ALICES.sign(command("ship1", "alice", "uname"));
        String json = new String(Codec.encode(command), StandardCharsets.UTF_8);
        for (String other : List.of(
                json.replaceFirst("\\{", "{\"colour\":\"red\","),
                json.replace("\"onCrash\":\"report\",", ""),
                json.replaceAll("(\"issuedAt\":\"[^\"]*)Z", "$1000Z"))) {
            Answer answer = site.post(ALICE, "/api/v1/signed-commands", body("ship1", other));
            assertThat(answer.status()).as(other + answer).isEqualTo(400);
            assertThat(answer.text()).contains("commands[0].message");
        }
        Answer unsigned = site.post(
                ALICE,
                "/api/v1/signed-commands",
                body("ship1", new String(Codec.encode(command("ship1", "alice", "uname")), StandardCharsets.UTF_8)));
        assertThat(unsigned.status()).isEqualTo(400);
        assertThat(unsigned.text()).contains("commands[0].message.signature");
        Answer spaced = site.post(ALICE, "/api/v1/signed-commands", body("ship1", json.replace(",", " , ")));
        assertThat(spaced.status()).as("spaces are not signed" + spaced).isEqualTo(202);
    }

    @Test
    void each_target_is_judged_by_itself_and_one_refusal_stops_all() throws Exception {
        Command first = ALICES.sign(command("ship1", "alice", "uname"));
        Command second = ALICES.sign(command("dock1", "alice", "uname"));
        Answer answer = post(ALICE, first, second);

        refused(answer, 403, "not-allowed", "not-allowed");
        assertThat(answer.json().get("nodes")).hasToString("[\"dock1\"]");
        assertThat(answer.json().get("count").intValue()).isEqualTo(1);
        assertThat(answer.json().get("detail").stringValue()).contains("dock1 (1 of 2 targets)", "nothing was sent");
        assertThat(inLog(first)).isEmpty();
        assertThat(slug(post(ALICE, ALICES.sign(command("ship9", "alice", "uname")))))
                .isEqualTo("unknown-node");
    }

    @Test
    void labels_decide_as_the_nodes_last_told_them() throws Exception {
        Command onDock = ALICES.sign(command("dock1", "alice", "date"));
        refused(post(ALICE, onDock), 403, "not-allowed", "not-allowed");
        broker.nodeConnection("dock1")
                .publish(
                        "dock1.event.facts.system",
                        ("{\"v\":1,\"at\":\"2026-11-22T09:00:00.000Z\",\"hostname\":\"dock1\",\"os\":\"Linux\","
                                        + "\"arch\":\"amd64\",\"cpus\":1,\"memoryBytes\":1,"
                                        + "\"labels\":{\"site\":\"hamburg\"}}")
                                .getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE).until(() -> post(ALICE, onDock).status() == 202);
        broker.nodeConnection("dock1")
                .publish(
                        "dock1.event.facts.system",
                        ("{\"v\":1,\"at\":\"2026-11-22T09:00:01.000Z\",\"hostname\":\"dock1\",\"os\":\"Linux\","
                                        + "\"arch\":\"amd64\",\"cpus\":1,\"memoryBytes\":1,\"labels\":{}}")
                                .getBytes(StandardCharsets.UTF_8));
        await().atMost(PATIENCE)
                .until(() -> post(ALICE, ALICES.sign(command("dock1", "alice", "date")))
                                .status()
                        == 403);
    }

    @Test
    void unsigned_requests_are_refused_where_the_controller_may_not_vouch() throws Exception {
        Answer answer = site.post(ALICE, "/api/v1/commands", order("ship1"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(slug(answer)).isEqualTo("signature-required");
        assertThat(answer.json().get("detail").stringValue()).contains("--key FILE", "steward key new");

        Files.writeString(site.inbox().resolve("strict.json"), order("ship1"));
        Path why = site.inbox().resolve("rejected/strict.json.error.txt");
        await().atMost(PATIENCE).until(() -> Files.exists(site.inbox().resolve("rejected/strict.json")));
        assertThat(Files.readString(why)).contains("signed by who sends them");
    }

    @Test
    void a_changed_policy_holds_at_once_and_a_lower_version_never() throws Exception {
        vouching(5, "ship*");
        Answer signed = site.post(ALICE, "/api/v1/commands", order("ship1"));
        assertThat(signed.status()).as(signed.text()).isEqualTo(202);
        String id = signed.json().get("commands").get(0).get("id").stringValue();
        Command stored = last("ship1");
        assertThat(stored.id().value()).isEqualTo(id);
        assertThat(stored.issuedBy()).isEqualTo("alice");
        assertThat(controllers
                        .trusted(true)
                        .verifies(
                                io.steward.model.wire.SigningBytes.of(stored),
                                stored.signature().orElseThrow().bytes()))
                .isTrue();

        Answer bulk = site.post(ALICE, "/api/v1/commands", order("ship1", "dock1"));
        refused(bulk, 403, "not-allowed", "not-allowed");
        assertThat(bulk.json().get("nodes")).hasToString("[\"dock1\"]");
        assertThat(last("ship1").id().value()).isEqualTo(id);
        Files.writeString(site.inbox().resolve("bulk.json"), order("ship1", "dock1"));
        await().atMost(PATIENCE).until(() -> Files.exists(site.inbox().resolve("rejected/bulk.json")));
        assertThat(site.get(VICTOR, "/api/v1/policy").json().get("version").intValue())
                .isEqualTo(5);

        strict(4);
        assertThat(site.get(VICTOR, "/api/v1/policy").json().get("version").intValue())
                .isEqualTo(5);
        Files.writeString(policy, "{");
        assertThat(site.post(ALICE, "/api/v1/commands", order("ship1")).status())
                .isEqualTo(202);
        strict(6);
        assertThat(slug(site.post(ALICE, "/api/v1/commands", order("ship1")))).isEqualTo("signature-required");
        assertThat(slug(site.post(ALICE, "/api/v1/commands/" + id + "/cancel", "{}")))
                .isEqualTo("signature-required");
    }

    @Test
    void a_request_with_a_key_sends_no_node_a_second_command() throws Exception {
        String once = io.steward.model.wire.RequestKey.of("alice", "morning");
        Command first = ALICES.sign(keyed(command("ship2", "alice", "who"), once));
        Answer sent = post(ALICE, Map.of("Idempotency-Key", "morning"), first);
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);

        Command second = ALICES.sign(keyed(command("ship2", "alice", "who"), once));
        Answer again = post(ALICE, Map.of("Idempotency-Key", "morning"), second);
        assertThat(again.json().get("commands").get(0).get("id").stringValue())
                .isEqualTo(first.id().value());
        assertThat(inLog(second)).isEmpty();
        Command another = ALICES.sign(keyed(command("ship2", "alice", "rm"), once));
        assertThat(slug(post(ALICE, Map.of("Idempotency-Key", "morning"), another)))
                .isEqualTo("key-reused");
        assertThat(post(ALICE, Map.of("Idempotency-Key", "noon"), another).status())
                .isEqualTo(400);
    }

    private static void strict(int version) throws Exception {
        write(
                version,
                false,
                "{\"effect\":\"allow\",\"operators\":[\"alice\",\"bob\"],\"nodes\":[\"ship*\"]},"
                        + "{\"effect\":\"allow\",\"operators\":[\"alice\"],\"labels\":{\"site\":\"hamburg\"}}");
    }

    private static void vouching(int version, String nodes) throws Exception {
        write(version, true, "{\"effect\":\"allow\",\"nodes\":[\"" + nodes + "\"]}");
    }

    private static void write(int version, boolean vouches, String rules) throws Exception {
        String json = "{\"v\":1,\"version\":" + version + ",\"keys\":["
                + key(ALICES.trusted().name(), ALICES.trusted().key())
                + "," + key("bob", BOBS.trusted().key()) + ","
                + key("controller", controllers.trusted(false).key()).replace("}", vouches ? ",\"vouches\":true}" : "}")
                + "],\"rules\":[" + rules + "]}";
        Files.writeString(policy, json);
    }

    private static String key(String name, String key) {
        return "{\"name\":\"" + name + "\",\"key\":\"" + key + "\"}";
    }

    private static Answer post(String token, Command... commands) throws Exception {
        return post(token, Map.of(), commands);
    }

    private static Answer post(String token, Map<String, String> headers, Command... commands) throws Exception {
        StringBuilder body = new StringBuilder("{\"commands\":[");
        for (Command command : commands) {
            String one = body(command.node().value(), new String(Codec.encode(command), StandardCharsets.UTF_8));
            body.append(body.length() > 13 ? "," : "").append(one, 13, one.length() - 2);
        }
        return site.post(token, "/api/v1/signed-commands", body.append("]}").toString(), headers);
    }

    private static String body(String node, String message) {
        return "{\"commands\":[{\"node\":\"" + node
                + "\",\"method\":\"shellcommand\",\"domain\":\"operatingsystem\",\"message\":" + message + "}]}";
    }

    private static String order(String... nodes) {
        return JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "targets",
                        Map.of("nodes", List.of(nodes)),
                        "method",
                        "shellcommand",
                        "args",
                        Map.of("argv", List.of("uname"))));
    }

    private static Command command(String node, String issuer, String program) {
        return command(Instant.now(), node, issuer, program);
    }

    private static Command command(Instant at, String node, String issuer, String program) {
        return new Command(
                CommandId.from(at, RANDOM.nextLong(), RANDOM.nextLong()),
                Subject.command(NodeName.of(node), "shellcommand", "operatingsystem"),
                issuer,
                at,
                Optional.empty(),
                Optional.of(Duration.ofSeconds(30)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of(program), "nice", 1.50)),
                Optional.empty(),
                Optional.empty());
    }

    private static Command with(Command other, CommandId id, String program) {
        Command command = command(other.issuedAt(), other.node().value(), other.issuedBy(), program);
        return new Command(
                id,
                command.subject(),
                command.issuedBy(),
                command.issuedAt(),
                command.expiresAt(),
                command.timeout(),
                command.onCrash(),
                false,
                command.args(),
                command.reason(),
                command.requestKey());
    }

    private static Command keyed(Command command, String requestKey) {
        return new Command(
                command.id(),
                command.subject(),
                command.issuedBy(),
                command.issuedAt(),
                command.expiresAt(),
                command.timeout(),
                command.onCrash(),
                false,
                command.args(),
                command.reason(),
                Optional.of(requestKey));
    }

    private static void refused(Answer answer, int status, String slug, String code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(slug(answer)).isEqualTo(slug);
        assertThat(answer.json().get("code").stringValue()).as(answer.text()).isEqualTo(code);
    }

    private static String slug(Answer answer) {
        return answer.json().get("type").stringValue().replace("urn:steward:problem:", "");
    }

    private static List<String> inLog(Command command) throws Exception {
        JetStreamManagement log = broker.controllerConnection().jetStreamManagement(Link.JETSTREAM);
        long last = log.getStreamInfo("COMMANDS").getStreamState().getLastSequence();
        List<String> found = new java.util.ArrayList<>();
        for (long seq = 1; seq <= last; seq++) {
            String text = new String(log.getMessage("COMMANDS", seq).getData(), StandardCharsets.UTF_8);
            if (text.contains("\"" + command.id() + "\"")) {
                found.add(text);
            }
        }
        return found;
    }

    private static Command last(String node) throws Exception {
        MessageInfo message = broker.controllerConnection()
                .jetStreamManagement(Link.JETSTREAM)
                .getLastMessage("COMMANDS", node + ".command.shellcommand.operatingsystem");
        return Codec.decodeCommand(Subject.parse(message.getSubject()), message.getData());
    }
}
