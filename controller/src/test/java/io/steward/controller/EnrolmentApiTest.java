package io.steward.controller;

import static io.steward.controller.Site.ALICE;
import static io.steward.controller.Site.PATIENCE;
import static io.steward.controller.Site.ROOT;
import static io.steward.controller.Site.VICTOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PullSubscribeOptions;
import io.steward.controller.Site.Answer;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.keys.EnrolmentRequest;
import io.steward.nats.keys.NodeKey;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.Connecting;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines at the controllers' open door: two controllers on one real broker. */
@BrokerTest
class EnrolmentApiTest {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final String ENROLMENTS = "/api/v1/enrolments";

    @TempDir
    static Path folder;

    private static TestBroker broker;
    private static Site site;
    private static Site other;

    /** A machine with keys of its own. */
    private record Machine(NodeName node, NodeKey key, String boxKey) {
        static Machine of(String node) {
            return new Machine(
                    NodeName.of(node),
                    NodeKey.openOrCreate(folder.resolve("machine" + NAMES.incrementAndGet())),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]));
        }

        EnrolmentRequest request(Optional<String> token) {
            return new EnrolmentRequest(node, key.publicKey(), boxKey, token);
        }

        String fingerprint() {
            return request(Optional.empty()).fingerprint();
        }

        String body(Optional<String> token) {
            return body(token, key.sign(request(token).signed()));
        }

        String body(Optional<String> token, byte[] signature) {
            return "{\"node\":\"" + node + "\",\"publicKey\":\"" + key.publicKey() + "\",\"boxKey\":\"" + boxKey + "\","
                    + token.map(text -> "\"token\":\"" + text + "\",").orElse("") + "\"signature\":\""
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature) + "\"}";
        }
    }

    @BeforeAll
    static void open(TestBroker given) throws Exception {
        broker = given;
        site = controller("one");
        other = controller("two");
        site.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    static void close() throws Exception {
        site.close();
        other.close();
    }

    @Test
    void a_token_lets_one_machine_in_and_a_repeat_is_answered_the_same() throws Exception {
        Machine ship = Machine.of("ship1");
        Optional<String> token = token("ship1", "{}");
        Answer in = site.post("", ENROLMENTS, ship.body(token));
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        assertThat(in.json().get("fingerprint").stringValue()).isEqualTo(ship.fingerprint());

        Answer again = other.post("", ENROLMENTS, ship.body(token));
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(again.json().get("expiresAt")).isEqualTo(in.json().get("expiresAt"));

        Answer second = site.post("", ENROLMENTS, Machine.of("ship1").body(token));
        assertThat(second.status()).as(second.text()).isEqualTo(403);
        assertThat(second.text()).contains("has been used");
        assertThat(log()).contains(EnrolmentRequest.tokenHash(token.get())).doesNotContain(token.get());
        pulls(ship, in.json().get("jwt").stringValue());
    }

    @Test
    void of_two_machines_at_two_controllers_one_token_lets_one_in() throws Exception {
        for (int round = 0; round < 3; round++) {
            String name = "race" + round;
            Optional<String> token = token(name, "{}");
            Machine one = Machine.of(name);
            Machine two = Machine.of(name);
            CompletableFuture<Answer> first = asking(site, one.body(token));
            CompletableFuture<Answer> second = asking(other, two.body(token));
            List<Integer> answers = List.of(first.get().status(), second.get().status());
            assertThat(answers).containsOnlyOnce(200).containsAnyOf(403, 409);
            Machine winner = first.get().status() == 200 ? one : two;
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(sql("select public_key from node_identity where node = '" + name + "'"))
                                    .contains(winner.key().publicKey()));
        }
    }

    @Test
    void a_token_holds_for_its_node_and_its_time_only() throws Exception {
        Optional<String> token = token("ship3", "{\"expires\":\"PT0.01S\"}");
        Machine ship = Machine.of("ship3");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                site.post("", ENROLMENTS, ship.body(token)).text())
                        .contains("expired"));
        Optional<String> elsewhere = token("ship4", "{}");
        assertThat(site.post("", ENROLMENTS, ship.body(elsewhere)).text()).contains("not known for this node");
        assertThat(site.post("", ENROLMENTS, ship.body(Optional.of("made-up"))).status())
                .isEqualTo(403);
        assertThat(site.post(ROOT, "/api/v1/nodes/ship3/token", "{\"expires\":\"P1000D\"}")
                        .status())
                .isEqualTo(400);
        assertThat(site.post(ALICE, "/api/v1/nodes/ship3/token", "{}").status()).isEqualTo(403);
        assertThat(site.post(ROOT, "/api/v1/nodes/controller/token", "{}").status())
                .isEqualTo(400);
    }

    @Test
    void without_a_token_a_machine_waits_until_its_fingerprint_is_approved() throws Exception {
        Machine ship = Machine.of("ship5");
        Machine liar = Machine.of("ship5");
        assertThat(site.post("", ENROLMENTS, ship.body(Optional.empty())).status())
                .isEqualTo(202);
        assertThat(site.post("", ENROLMENTS, liar.body(Optional.empty())).status())
                .isEqualTo(202);
        assertThat(site.get(VICTOR, ENROLMENTS).text()).contains(ship.fingerprint(), liar.fingerprint());

        Answer approved =
                site.post(ROOT, "/api/v1/nodes/ship5/approve", "{\"fingerprint\":\"" + ship.fingerprint() + "\"}");
        assertThat(approved.json().get("waiting").booleanValue())
                .as(approved.text())
                .isTrue();
        assertThat(site.post("", ENROLMENTS, liar.body(Optional.empty())).status())
                .isEqualTo(202);
        Answer in = site.post("", ENROLMENTS, ship.body(Optional.empty()));
        assertThat(in.status()).as(in.text()).isEqualTo(200);
        assertThat(site.get(VICTOR, ENROLMENTS).text()).doesNotContain(ship.fingerprint());
        assertThat(site.post("", ENROLMENTS, liar.body(Optional.empty())).status())
                .isEqualTo(409);
    }

    @Test
    void another_machine_that_claims_a_name_is_refused_and_reported_once() throws Exception {
        enter(Machine.of("ship6"), "{}");
        Machine claimer = Machine.of("ship6");
        for (int i = 0; i < 5; i++) {
            Answer refused = (i % 2 == 0 ? site : other).post("", ENROLMENTS, claimer.body(Optional.empty()));
            assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(site.get(VICTOR, ENROLMENTS)
                                .json()
                                .get("claims")
                                .toString())
                        .contains(claimer.fingerprint()));
        // Once by each of the two controllers at the most.
        assertThat(log().split("\"change\":\"claimed\"[^}]*" + claimer.key().publicKey(), -1))
                .hasSizeBetween(2, 3);
    }

    @Test
    void a_reinstalled_machine_takes_its_name_back_with_a_token_made_for_that() throws Exception {
        Machine old = Machine.of("ship7");
        enter(old, "{}");
        Machine fresh = Machine.of("ship7");
        assertThat(site.post("", ENROLMENTS, fresh.body(token("ship7", "{}"))).status())
                .isEqualTo(409);
        enter(fresh, "{\"replace\":true}");
        assertThat(site.post("", ENROLMENTS, old.body(Optional.empty())).status())
                .isEqualTo(409);
        assertThat(sql("select public_key from node_identity where node = 'ship7'"))
                .contains(fresh.key().publicKey());
        // A token that let a machine in does not let it in again once the name is another one's.
        Optional<String> used = token("ship7", "{\"replace\":true}");
        Machine between = Machine.of("ship7");
        assertThat(site.post("", ENROLMENTS, between.body(used)).status()).isEqualTo(200);
        enter(Machine.of("ship7"), "{\"replace\":true}");
        Answer again = site.post("", ENROLMENTS, between.body(used));
        assertThat(again.status()).as(again.text()).isGreaterThanOrEqualTo(400);
        assertThat(sql("select public_key from node_identity where node = 'ship7'"))
                .doesNotContain(between.key().publicKey());
    }

    @Test
    void a_revoked_node_gets_no_command_no_credentials_and_comes_back_with_another_key_only() throws Exception {
        Machine ship = Machine.of("ship8");
        enter(ship, "{}");
        Optional<String> unused = token("ship8", "{\"replace\":true}");
        String order = "{\"targets\":{\"nodes\":[\"ship8\"]},\"method\":\"shellcommand\",\"domain\":\"x\",\"args\":{}}";
        assertThat(site.post(ALICE, "/api/v1/commands", order).status()).isEqualTo(202);
        Answer revoked = site.post(ROOT, "/api/v1/nodes/ship8/revoke", "");
        assertThat(revoked.json().get("publicKey").stringValue())
                .isEqualTo(ship.key().publicKey());
        Answer refused = site.post(ALICE, "/api/v1/commands", order);
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.text()).contains("revoked-node", "names nodes that are revoked: ship8");
        assertThat(site.post(
                                ALICE,
                                "/api/v1/commands",
                                order.replace("{\"nodes\":[\"ship8\"]}", "{\"where\":\"node = 'ship8'\"}"))
                        .status())
                .isEqualTo(422);
        assertThat(site.post("", ENROLMENTS, ship.body(Optional.empty())).status())
                .isEqualTo(403);
        assertThat(site.post("", ENROLMENTS, ship.body(token("ship8", "{}"))).status())
                .isEqualTo(403);
        assertThat(site.ask(
                                "PUT",
                                ROOT,
                                "/api/v1/nodes/ship8",
                                java.net.http.HttpRequest.BodyPublishers.noBody(),
                                Map.of())
                        .status())
                .isEqualTo(409);
        assertThat(site.post("", ENROLMENTS, Machine.of("ship8").body(unused)).status())
                .as("a token that was made before the revocation")
                .isGreaterThanOrEqualTo(400);
        var log = broker.controllerConnection().jetStreamManagement();
        await().atMost(PATIENCE)
                .until(() -> log.getConsumerInfo(Streams.COMMANDS, "ship8").getNumPending() == 1);
        enter(Machine.of("ship8"), "{}");
        assertThat(log.getConsumerInfo(Streams.COMMANDS, "ship8").getNumPending())
                .as("what waited for the machine that was revoked is not for the next one of its name")
                .isZero();
        assertThat(site.post(ALICE, "/api/v1/commands", order).status()).isEqualTo(202);
        await().atMost(PATIENCE)
                .until(() -> log.getConsumerInfo(Streams.COMMANDS, "ship8").getNumPending() == 1);
    }

    @Test
    void who_has_not_the_key_or_asks_nonsense_is_refused() throws Exception {
        Machine ship = Machine.of("ship9");
        Machine thief = Machine.of("ship9");
        Optional<String> token = token("ship9", "{}");
        byte[] stolen = thief.key().sign(ship.request(token).signed());
        assertThat(site.post("", ENROLMENTS, ship.body(token, stolen)).text()).contains("no-proof");
        // A signature without the token does not hold with it, nor for another name.
        byte[] without = ship.key().sign(ship.request(Optional.empty()).signed());
        assertThat(site.post("", ENROLMENTS, ship.body(token, without)).status())
                .isEqualTo(400);
        for (String body : List.of(
                "",
                "[]",
                "{}",
                ship.body(token).replace("\"U", "\"A"),
                ship.body(token).replace("\"boxKey\":\"A", "\"boxKey\":\"!"),
                ship.body(token).replace("\"ship9\"", "\"ship.9\""),
                ship.body(token).replace("\"node\"", "\"colour\""))) {
            assertThat(site.post("", ENROLMENTS, body).status()).as(body).isEqualTo(400);
        }
        assertThat(site.post("", ENROLMENTS, ship.body(token)).status()).isEqualTo(200);
    }

    private static Site controller(String name) throws Exception {
        return Site.start(
                broker.url(),
                broker.keys().controllerCredentials(),
                folder.resolve(name),
                Map.of(
                        "enrol.signing.key.file",
                        broker.keys().nodeSigningKey().toString(),
                        "enrol.account",
                        broker.keys().agentsAccount()));
    }

    private static void enter(Machine machine, String wish) throws Exception {
        Answer in = site.post("", ENROLMENTS, machine.body(token(machine.node().value(), wish)));
        assertThat(in.status()).as(in.text()).isEqualTo(200);
    }

    private static Optional<String> token(String node, String wish) throws Exception {
        Answer answer = site.post(ROOT, "/api/v1/nodes/" + node + "/token", wish);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String token = answer.json().get("token").stringValue();
        String known = "select count(*) as known from enrolment_token where token_hash = '"
                + EnrolmentRequest.tokenHash(token) + "'";
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(other.post(VICTOR, "/api/v1/sql", "{\"query\":\"" + known + "\"}")
                                .text())
                        .contains("[[1]]"));
        return Optional.of(token);
    }

    private static CompletableFuture<Answer> asking(Site where, String body) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return where.post("", ENROLMENTS, body);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static String sql(String query) throws Exception {
        return site.post(VICTOR, "/api/v1/sql", "{\"query\":\"" + query + "\"}").text();
    }

    /** All that the stream of the controller's memory holds. */
    private static String log() throws Exception {
        StringBuilder all = new StringBuilder();
        var audit = broker.controllerConnection().jetStreamManagement();
        long last = audit.getStreamInfo("AUDIT").getStreamState().getLastSequence();
        for (long seq = 1; seq <= last; seq++) {
            all.append(new String(audit.getMessage("AUDIT", seq).getData(), StandardCharsets.UTF_8))
                    .append('\n');
        }
        return all.toString();
    }

    // With these credentials its own consumer is there.
    private static void pulls(Machine machine, String jwt) throws Exception {
        Path file = folder.resolve(machine.node() + ".creds");
        machine.key().writeCredentials(file, jwt);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThat(site.post(
                                ALICE,
                                "/api/v1/commands",
                                "{\"targets\":{\"nodes\":[\"" + machine.node()
                                        + "\"]},\"method\":\"shellcommand\",\"domain\":\"x\",\"args\":{}}")
                        .status())
                .isEqualTo(202);
        Options.Builder options = Options.builder()
                .server(broker.url())
                .authHandler(Nats.credentials(file.toString()))
                .inboxPrefix("_I." + machine.node());
        Connection node = Connecting.with(options);
        JetStreamSubscription own = node.jetStream()
                .subscribe(
                        null,
                        PullSubscribeOptions.fastBind("COMMANDS", machine.node().value()));
        assertThat(own.fetch(1, Duration.ofSeconds(60))).hasSize(1);
        node.close();
    }
}
