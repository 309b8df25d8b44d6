package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.MessageInfo;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Signed;
import io.steward.model.command.Status;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.trust.Rule;
import io.steward.model.trust.SigningKey;
import io.steward.model.wire.Codec;
import io.steward.model.wire.SigningBytes;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Broker and controller are in the attacker's hands: the test publishes with the controller's credentials whatever it
 * likes, to a real agent that refuses what no operator signed. Every attack tries to write its name into a file.
 */
@BrokerTest
class StolenBrokerTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TABLE = """
            unsigned: REJECTED unsigned
            altered v: REJECTED wrong-version
            altered id: REJECTED bad-signature
            altered issuedBy: REJECTED bad-signature
            altered issuedAt: REJECTED bad-signature
            altered expiresAt: REJECTED bad-signature
            altered timeout: REJECTED bad-signature
            altered onCrash: REJECTED bad-signature
            altered supersedes: REJECTED bad-signature
            altered args: REJECTED bad-signature
            altered reason: REJECTED bad-signature
            altered requestKey: REJECTED bad-signature
            altered unknown: REJECTED bad-signature
            without expiresAt: REJECTED bad-signature
            signature of another command: REJECTED bad-signature
            signature without value: REJECTED missing-field
            signature cut in half: REJECTED bad-field
            signature that is null: REJECTED unsigned
            signature that is a text: REJECTED bad-field
            two signatures: nothing, since it is no JSON
            two args: nothing, since it is no JSON
            signed for ship2: REJECTED bad-signature
            signed for another method: REJECTED bad-signature
            signed for another domain: REJECTED bad-signature
            signed by mallory: REJECTED unknown-key
            signed by mallory as alice: REJECTED bad-signature
            signed by bob as alice: REJECTED wrong-issuer
            signed by bob, who may not: REJECTED not-allowed
            signed by alice, who is denied it: REJECTED denied
            expired: EXPIRED expired
            policy, unsigned: REJECTED unsigned
            policy of mallory: REJECTED unknown-key
            policy of bob: REJECTED not-allowed
            policy of alice, older: FAILED old-version
            policy of alice, the same version: FAILED old-version
            policy that locks all out: FAILED locks-out
            process, unsigned: REJECTED unsigned
            resend, unsigned: REJECTED unsigned
            cancel, unsigned: REJECTED unsigned
            cancel of mallory: REJECTED bad-signature
            supersede, unsigned: REJECTED unsigned
            supersede of mallory: REJECTED bad-signature
            supersede of alice, expired: EXPIRED expired
            """;

    @TempDir
    Path folder;

    private final Operators operators = new Operators();
    private final Map<String, CommandId> attacks = new LinkedHashMap<>();
    private Fleet fleet;
    private Agent agent;
    private String effects;

    @BeforeEach
    void an_agent_that_refuses(TestBroker broker) throws Exception {
        fleet = new Fleet(broker, "ship1");
        effects = folder.resolve("effects").toString();
        agent = Agent.start(TestAgent.settings(
                broker, "ship1", folder.resolve("data"), Operators.refusing(folder, operators.policy(5), Map.of())));
    }

    @AfterEach
    void no_agent() {
        assertThat(agent.failure()).isNotDone();
        agent.close();
    }

    @Test
    void nothing_is_done_that_no_operator_signed_and_what_they_signed_is_done_once() throws Exception {
        Command first = signed(operators.alice, "shellcommand.operatingsystem", writing("first"));
        assertThat(fleet.end(fleet.send(first)).status()).isEqualTo(Status.SUCCEEDED);
        Command busy = signed(operators.alice, "shellcommand.busy", writingAfter("go", "busy"));
        fleet.await(fleet.send(busy), Status.STARTED);
        Command waiting = signed(operators.alice, "shellcommand.busy", writing("waiting"));
        fleet.send(waiting);

        alterations();
        signatures();
        retargeted();
        otherKeys();
        policies();
        commandsAboutCommands(busy, waiting);
        again(first, "replayed");
        again(unsigned("shellcommand.busy", writing("other content")), waiting.id());
        Command last = signed(operators.alice, "shellcommand.operatingsystem", writing("last"));
        assertThat(fleet.end(fleet.send(last)).status()).isEqualTo(Status.SUCCEEDED);
        Files.createFile(folder.resolve("go"));

        assertThat(fleet.end(busy.id()).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(fleet.end(waiting.id()).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(answers()).isEqualTo(TABLE);
        assertThat(Path.of(effects)).hasContent("first\nlast\nbusy\nwaiting\n");
        assertThat(fleet.statuses(first.id())).hasSize(3);
        assertThat(fleet.events("ship1.event.poison.agent")).hasSize(6);
    }

    private void alterations() {
        attack("unsigned", unsigned("shellcommand.operatingsystem", writing("unsigned")));
        Instant later = Instant.now().plus(Duration.ofDays(9));
        alter("v", 2);
        alter("id", Fleet.freshId().value());
        alter("issuedBy", "bob");
        alter("issuedAt", later.toString());
        alter("expiresAt", later.toString());
        alter("timeout", "PT9M");
        alter("onCrash", "repeat");
        alter("supersedes", true);
        alter("args", writing("altered args"));
        alter("reason", "why not");
        alter("requestKey", "another");
        alter("unknown", "field");
        ObjectNode unlimited = honest("unlimited");
        unlimited.remove("expiresAt");
        attack("without expiresAt", "shellcommand.operatingsystem", unlimited);
    }

    private void signatures() {
        ObjectNode other = honest("other signature");
        other.set("signature", honest("another").get("signature"));
        attack("signature of another command", "shellcommand.operatingsystem", other);
        ObjectNode without = honest("no value");
        ((ObjectNode) without.get("signature")).remove("value");
        attack("signature without value", "shellcommand.operatingsystem", without);
        ObjectNode half = honest("half");
        String value = half.get("signature").get("value").stringValue();
        ((ObjectNode) half.get("signature")).put("value", value.substring(0, value.length() / 2));
        attack("signature cut in half", "shellcommand.operatingsystem", half);
        ObjectNode none = honest("null");
        none.putNull("signature");
        attack("signature that is null", "shellcommand.operatingsystem", none);
        ObjectNode text = honest("text");
        text.put("signature", value);
        attack("signature that is a text", "shellcommand.operatingsystem", text);
        ObjectNode twice = honest("two signatures");
        doubled("two signatures", twice, "\"signature\":" + twice.get("signature"));
        ObjectNode args = honest("args");
        doubled("two args", args, "\"args\":" + Operators.text(writing("two args")));
    }

    private void retargeted() {
        Command ship2 = operators.alice.sign(
                Operators.full("alice", "ship2.command.shellcommand.operatingsystem", writing("ship2")));
        attack("signed for ship2", "shellcommand.operatingsystem", ship2);
        attack(
                "signed for another method",
                "shellcommand.operatingsystem",
                signed(operators.alice, "process.operatingsystem", writing("method")));
        attack(
                "signed for another domain",
                "shellcommand.operatingsystem",
                signed(operators.alice, "shellcommand.other", writing("domain")));
    }

    private void otherKeys() {
        String shell = "shellcommand.operatingsystem";
        attack("signed by mallory", signed(operators.mallory, shell, writing("mallory")));
        attack("signed by mallory as alice", asAlice(operators.mallory, shell, writing("as alice")));
        Command byBob = Operators.full("alice", "ship1.command." + shell, Map.of("argv", List.of("true")));
        attack("signed by bob as alice", operators.bob.sign(byBob));
        attack("signed by bob, who may not", signed(operators.bob, shell, writing("bob")));
        attack(
                "signed by alice, who is denied it",
                signed(operators.alice, shell, Map.of("argv", List.of("rm", "-f", effects))));
        Command expired = Fleet.command(
                Fleet.freshId(),
                "ship1.command." + shell,
                writing("expired"),
                Optional.of(Instant.now().minusSeconds(1)),
                Optional.empty(),
                OnCrash.REPORT,
                false);
        attack("expired", operators.alice.sign(expired));
    }

    private void policies() {
        Map<String, Object> own = Operators.bringing(operators.policy(99));
        attack("policy, unsigned", unsigned("policy.agent", own));
        attack("policy of mallory", signed(operators.mallory, "policy.agent", own));
        attack("policy of bob", signed(operators.bob, "policy.agent", own));
        attack(
                "policy of alice, older",
                signed(operators.alice, "policy.agent", Operators.bringing(operators.policy(4))));
        attack(
                "policy of alice, the same version",
                signed(operators.alice, "policy.agent", Operators.bringing(operators.policy(5))));
        attack(
                "policy that locks all out",
                signed(
                        operators.alice,
                        "policy.agent",
                        Operators.bringing(operators.policy(
                                6, List.of(Operators.rule(Rule.Effect.DENY, "*", "policy", Optional.empty()))))));
    }

    private void commandsAboutCommands(Command busy, Command waiting) {
        attack(
                "process, unsigned",
                unsigned(
                        "process.operatingsystem",
                        Map.of("action", "start", "method", "syslogforwarding", "domain", "x")));
        attack("resend, unsigned", unsigned("resend.agent", Map.of()));
        attack(
                "cancel, unsigned",
                unsigned("cancel.operatingsystem", Map.of("commandId", busy.id().value())));
        attack(
                "cancel of mallory",
                asAlice(
                        operators.mallory,
                        "cancel.operatingsystem",
                        Map.of("commandId", waiting.id().value())));
        Command replacing = Fleet.command(
                Fleet.freshId(),
                "ship1.command.shellcommand.busy",
                writing("supersede"),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                true);
        attack("supersede, unsigned", replacing);
        Command again = Fleet.command(
                Fleet.freshId(),
                "ship1.command.shellcommand.busy",
                writing("supersede"),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                true);
        attack("supersede of mallory", operators.mallory.secret(), again);
        Command late = Fleet.command(
                Fleet.freshId(),
                "ship1.command.shellcommand.busy",
                writing("supersede"),
                Optional.of(Instant.now().minusSeconds(1)),
                Optional.empty(),
                OnCrash.REPORT,
                true);
        attack("supersede of alice, expired", operators.alice.sign(late));
    }

    /** What became of each attack, a line for each. */
    private String answers() {
        Map<CommandId, Ack> ends = Awaitility.await("the answers")
                .atMost(Fleet.PATIENCE)
                .until(this::ends, all -> all.keySet().containsAll(answered()));
        StringBuilder table = new StringBuilder();
        attacks.forEach((name, id) -> {
            Ack end = ends.get(id);
            table.append(name).append(": ");
            if (end == null) {
                table.append("nothing, since it is no JSON\n");
            } else {
                table.append(end.status()).append(' ');
                table.append(end.error().map(Fault::code).orElse("with no code"))
                        .append('\n');
                boolean begun = end.status() == Status.FAILED;
                assertThat(end.startedAt().isPresent()).as(name).isEqualTo(begun);
            }
        });
        System.out.println(table);
        return table.toString();
    }

    private List<CommandId> answered() {
        return attacks.entrySet().stream()
                .filter(attack -> !attack.getKey().startsWith("two "))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Map<CommandId, Ack> ends() throws Exception {
        Map<CommandId, Ack> ends = new HashMap<>();
        for (MessageInfo message : fleet.messages("COMMANDS")) {
            if (message.getSubject().startsWith("ship1.ack.")) {
                Ack ack = Codec.decodeAck(message.getData());
                if (ack.status().terminal()) {
                    ends.put(ack.id(), ack);
                }
            }
        }
        return ends;
    }

    private void alter(String field, Object value) {
        ObjectNode json = honest("as it was signed");
        json.set(field, JSON.valueToTree(value));
        attack("altered " + field, "shellcommand.operatingsystem", json);
    }

    private void doubled(String name, ObjectNode json, String member) {
        String text = json.toString();
        publish(
                name,
                "shellcommand.operatingsystem",
                CommandId.of(json.get("id").stringValue()),
                (text.substring(0, text.length() - 1) + "," + member + "}").getBytes(StandardCharsets.UTF_8));
    }

    private void attack(String name, Command command) {
        attack(name, command.subject().method() + "." + command.subject().domain(), command);
    }

    private void attack(String name, SigningKey key, Command command) {
        Signed signature = Signed.of("alice", key.sign(SigningBytes.of(command)).bytes());
        attack(name, command.with(signature));
    }

    private void attack(String name, String process, Command command) {
        publish(name, process, command.id(), Codec.encode(command));
    }

    private void attack(String name, String process, ObjectNode json) {
        publish(
                name,
                process,
                CommandId.of(json.get("id").stringValue()),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void publish(String name, String process, CommandId id, byte[] message) {
        attacks.put(name, id);
        fleet.raw("ship1.command." + process, id.value(), message);
    }

    private void again(Command command, String suffix) {
        fleet.raw(command.subject().toString(), command.id() + "." + suffix, Codec.encode(command));
    }

    private void again(Command other, CommandId as) {
        ObjectNode json = (ObjectNode) JSON.readTree(Codec.encode(other));
        json.put("id", as.value());
        fleet.raw(other.subject().toString(), as + ".other", json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode honest(String word) {
        return (ObjectNode)
                JSON.readTree(Codec.encode(signed(operators.alice, "shellcommand.operatingsystem", writing(word))));
    }

    private static Command unsigned(String process, Map<String, Object> args) {
        return Operators.full("alice", "ship1.command." + process, args);
    }

    private static Command signed(OperatorKeys who, String process, Map<String, Object> args) {
        return who.sign(Operators.full(who.secret().name(), "ship1.command." + process, args));
    }

    private static Command asAlice(OperatorKeys who, String process, Map<String, Object> args) {
        Command command = Operators.full("alice", "ship1.command." + process, args);
        return command.with(
                Signed.of("alice", who.secret().sign(SigningBytes.of(command)).bytes()));
    }

    private Map<String, Object> writing(String word) {
        return Map.of("interpreter", "/bin/sh", "script", "echo " + word + " >> " + effects);
    }

    private Map<String, Object> writingAfter(String file, String word) {
        String script =
                "while [ ! -e " + folder.resolve(file) + " ]; do sleep 0.1; done; echo " + word + " >> " + effects;
        return Map.of("interpreter", "/bin/sh", "script", script);
    }
}
