package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Command;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.SigningBytes;
import io.steward.nats.keys.OperatorKeyFile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a person is told of keys and policies, and what is signed on that person's machine. */
@Execution(ExecutionMode.SAME_THREAD)
final class PolicyCommandTest {
    @TempDir
    Path folder;

    private Path policy;

    @BeforeEach
    void write() throws Exception {
        policy = Files.writeString(folder.resolve("policy.json"), """
                {"v":1,"version":7,"keys":[{"name":"alice","key":"%s"},
                  {"name":"carol","key":"%s","expiresAt":"2020-01-01T00:00:00.000Z"}],
                 "rules":[{"effect":"allow","operators":["alice","carol","dave"],"methods":["shellcommand"],"nodes":["ship*"],
                           "labels":{"site":"hamburg"}},
                          {"effect":"deny","methods":["shellcommand"],"args":{"argv":["rm","**"]}}]}
                """.formatted(key("alice"), key("carol")));
    }

    @Test
    void a_policy_is_shown_as_who_may_do_what_where() throws Exception {
        Said said = steward("policy", "show", "--file", policy.toString());
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .contains("policy version 7", "alice,carol,dave", "shellcommand . *", "ship* site=hamburg")
                .contains("deny", "argv=[rm …]", "2020-01-01T00:00:00Z");
    }

    @Test
    void a_check_says_by_which_rule_or_why_not() throws Exception {
        assertThat(check("alice", "shellcommand.nginx", "ship2", "argv=[\"ls\"]", "--labels", "site=hamburg"))
                .isEqualTo(
                        new Said(0, "allowed: alice wants shellcommand.nginx on ship2: rule 1 of policy version 7\n"));
        denied("(denied)", "alice", "shellcommand.nginx", "ship2", "argv=[\"rm\",\"-r\"]", "--labels", "site=hamburg");
        denied("(not-allowed)", "alice", "shellcommand.nginx", "ship2", "--labels", "site=kiel");
        denied("(not-allowed)", "bob", "shellcommand.nginx", "ship2", "--labels", "site=hamburg");
        denied("(key-expired)", "carol", "shellcommand.nginx", "ship2", "--labels", "site=hamburg");
        denied("(unknown-key)", "dave", "shellcommand.nginx", "ship2", "--labels", "site=hamburg");
    }

    @Test
    void a_new_key_is_a_line_for_a_policy_and_never_replaces_another() throws Exception {
        Said made = steward("key", "new", "bob", "--out", folder.toString());
        assertThat(made.exit()).isZero();
        assertThat(made.out()).matches("\\{\"name\":\"bob\",\"key\":\"[A-Za-z0-9_-]{43}\"}\n");
        assertThat(steward("key", "show", folder.resolve("bob.key").toString())).isEqualTo(made);
        assertThat(steward("key", "new", "bob", "--out", folder.toString()).exit())
                .isEqualTo(1);
    }

    @Test
    void every_signed_command_is_for_one_node_with_an_id_of_its_own() throws Exception {
        OperatorKeyFile alice = OperatorKeyFile.of(folder.resolve("alice.key"));
        List<String> nodes = IntStream.range(0, 1001).mapToObj(i -> "ship" + i).toList();
        List<String> bodies = new SignedOrder(
                        alice.secret(),
                        Map.of(
                                "method",
                                "shellcommand",
                                "domain",
                                "nginx",
                                "timeout",
                                "PT30S",
                                "args",
                                Map.of("argv", List.of("echo", "ä\u2028"), "nice", 1.5)),
                        Optional.empty())
                .bodies(nodes);
        assertThat(bodies)
                .hasSize(2)
                .allSatisfy(body -> assertThat(body.length()).isLessThan(1 << 20));
        TreeSet<String> ids = new TreeSet<>();
        TreeSet<String> keys = new TreeSet<>();
        for (String body : bodies) {
            for (Map<String, ?> one : Rows.list(PlainJson.parse(body), "commands")) {
                byte[] message = PlainJson.text(one.get("message")).getBytes(StandardCharsets.UTF_8);
                Subject subject = Subject.parse(one.get("node") + ".command.shellcommand.nginx");
                Command command = Codec.decodeCommand(subject, message);
                ids.add(command.id().value());
                keys.add(command.requestKey().orElseThrow());
                if (ids.size() % 500 == 1) {
                    assertThat(alice.trusted(false)
                                    .verifies(
                                            SigningBytes.of(subject, message),
                                            command.signature().orElseThrow().bytes()))
                            .isTrue();
                }
            }
        }
        assertThat(ids).hasSize(1001);
        assertThat(keys).as("they are found together").hasSize(1);
    }

    private String key(String name) throws Exception {
        return OperatorKeyFile.openOrCreate(folder, name).trusted(false).key();
    }

    private void denied(String code, String... words) throws Exception {
        Said said = check(words);
        assertThat(said.exit()).as(said.out()).isEqualTo(1);
        assertThat(said.out()).startsWith("refused: ").contains(code);
    }

    private Said check(String... words) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of("policy", "check"));
        all.addAll(List.of(words));
        all.addAll(List.of("--file", policy.toString()));
        return steward(all.toArray(String[]::new));
    }

    private record Said(int exit, String out) {}

    private static Said steward(String... words) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int exit = Steward.run(words);
            return new Said(exit, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
