package io.steward.ops.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.steward.agent.Agent;
import io.steward.agent.AgentKeys;
import io.steward.model.config.Settings;
import io.steward.model.trust.Glob;
import io.steward.model.trust.Policy;
import io.steward.model.trust.Rule;
import io.steward.model.wire.PolicyCodec;
import io.steward.nats.LinkConfig;
import io.steward.nats.keys.AccountUpdate;
import io.steward.nats.keys.OperatorKeyFile;
import io.steward.nats.keys.UserToken;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Machines that make their keys themselves, from the first request to the last renewal, on a real broker. */
class EnrolmentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LIFE = Duration.ofSeconds(9);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path folder;

    private static WholeFleet fleet;
    private static Path policy;

    /** Nodes take signed commands alone; the controller signs what people ask for and what it wants itself. */
    @BeforeAll
    static void a_fleet_whose_credentials_hold_for_seconds() throws Exception {
        OperatorKeyFile key = OperatorKeyFile.create(folder.resolve("operators"), "controller");
        Rule all = new Rule(
                Rule.Effect.ALLOW,
                List.of(new Glob("root"), new Glob("controller")),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                Optional.empty());
        policy = Files.write(
                folder.resolve("policy.json"),
                PolicyCodec.encode(Policy.of(1, Optional.empty(), List.of(key.trusted(true)), List.of(all))));
        fleet = new WholeFleet(
                folder,
                Map.of(
                        "enrol.life", LIFE.toString(),
                        "policy.file", policy.toString(),
                        "commands.key.file", key.file().toString()));
        fleet.awaitReady();
    }

    @AfterAll
    static void close() throws Exception {
        fleet.close();
    }

    @Test
    void credentials_are_renewed_again_and_again_and_no_command_is_lost_or_done_twice() throws Exception {
        Path token = Files.writeString(folder.resolve("ship1.token"), token("ship1"));
        Path effects = folder.resolve("ship1.effects");
        try (Agent agent = start("ship1", Map.of("enrol.token.file", token.toString()))) {
            Instant first = expiry("ship1");
            List<String> ids = new ArrayList<>();
            // Commands flow without a pause until two lives are over.
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> {
                ids.add(fleet.run("ship1", "echo " + ids.size() + " >> " + effects));
                return Instant.now().isAfter(first.plus(LIFE));
            });
            String done = "select count(*) from command_state where node = 'ship1' and method = 'shellcommand'"
                    + " and status = 'SUCCEEDED'";
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> fleet.sql(done), List.of(String.valueOf(ids.size()))::equals);
            assertThat(Files.readAllLines(effects))
                    .containsExactlyElementsOf(Stream.iterate(0, i -> i + 1)
                            .limit(ids.size())
                            .map(String::valueOf)
                            .toList());
            assertThat(expiry("ship1")).isAfter(first.plus(LIFE));
            assertThat(fleet.sql("select count(*) from command_state where node = 'ship1' and method = 'credentials'"
                            + " and status in ('FAILED', 'REJECTED', 'TIMED_OUT', 'INTERRUPTED', 'LOST', 'EXPIRED')"))
                    .containsExactly("0");
            assertThat(agent.failure()).isNotDone();
        }
    }

    @Test
    void the_private_keys_never_leave_the_machine() throws Exception {
        try (RecordingProxy http = RecordingProxy.to(fleet.httpPort());
                RecordingProxy nats =
                        RecordingProxy.to(URI.create(fleet.broker().url()).getPort())) {
            Path token = Files.writeString(folder.resolve("ship2.token"), token("ship2"));
            try (Agent agent = start(
                    "ship2",
                    Map.of(
                            "enrol.token.file", token.toString(),
                            "enrol.url", "http://127.0.0.1:" + http.port(),
                            "nats.url", "nats://127.0.0.1:" + nats.port()))) {
                fleet.awaitStatus(fleet.run("ship2", "true"), "SUCCEEDED");
                assertThat(agent.failure()).isNotDone();
            }
            Path keys = folder.resolve("ship2").resolve("keys");
            String all = http.sent() + nats.sent();
            assertThat(http.sent()).contains("\"publicKey\":\"U", "\"signature\":");
            for (Path file : List.of(keys.resolve("node.seed"), keys.resolveSibling("box.key"))) {
                String secret = Files.readString(file).strip();
                assertThat(secret).hasSizeGreaterThan(40);
                assertThat(all).doesNotContain(secret);
                assertThat(mode(file)).isEqualTo("rw-------");
            }
            assertThat(mode(keys)).isEqualTo("rwx------");
            assertThat(mode(credentials("ship2"))).isEqualTo("rw-------");
        }
    }

    @Test
    void a_machine_without_a_token_waits_until_a_person_has_compared_its_fingerprint() throws Exception {
        CompletableFuture<Agent> starting = CompletableFuture.supplyAsync(() -> start("ship3", Map.of()));
        await().atMost(PATIENCE)
                .until(() -> !json("/api/v1/enrolments").get("waiting").isEmpty());
        JsonNode waiting = json("/api/v1/enrolments").get("waiting").get(0);
        assertThat(waiting.get("node").asString()).isEqualTo("ship3");
        assertThat(starting).isNotDone();
        assertThat(Files.exists(credentials("ship3"))).isFalse();
        String body = "{\"fingerprint\":\"" + waiting.get("fingerprint").asString() + "\"}";
        assertThat(fleet.ask("POST", "/api/v1/nodes/ship3/approve", body).statusCode())
                .isEqualTo(200);
        try (Agent agent = starting.get()) {
            fleet.awaitStatus(fleet.run("ship3", "true"), "SUCCEEDED");
            assertThat(agent.failure()).isNotDone();
        }
    }

    @Test
    void a_revoked_node_is_cut_off_and_stays_out() throws Exception {
        Path token = Files.writeString(folder.resolve("ship4.token"), token("ship4"));
        try (Agent agent = start("ship4", Map.of("enrol.token.file", token.toString()))) {
            fleet.awaitStatus(fleet.run("ship4", "true"), "SUCCEEDED");
            JsonNode revoked = JSON.readTree(
                    fleet.ask("POST", "/api/v1/nodes/ship4/revoke", "").body());
            long start = System.nanoTime();
            fleet.keys().revoke(revoked.get("publicKey").asString(), Instant.now());
            AccountUpdate.push(
                    LinkConfig.forFleet(fleet.broker().url(), fleet.keys().systemCredentials(), "sys"),
                    fleet.keys().agentsJwt());
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(
                            () -> fleet.sql("select online from node_state where node = 'ship4'"),
                            List.of("false")::equals);
            System.out.println(
                    "revoked, cut and folded as offline after " + (System.nanoTime() - start) / 1_000_000 + " ms");
            assertThat(fleet.ask("POST", "/api/v1/commands", order("ship4")).statusCode())
                    .isEqualTo(422);
            assertThat(agent.failure()).isNotDone();
        }
    }

    private static Agent start(String node, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of(
                "node",
                node,
                "nats.url",
                fleet.broker().url(),
                "nats.credentials",
                credentials(node).toString(),
                "enrol.url",
                "http://127.0.0.1:" + fleet.httpPort(),
                "data.dir",
                folder.resolve(node).toString(),
                "inbox.ack-wait",
                "PT2S",
                "start.patience",
                "PT1S",
                "heartbeat.interval",
                "PT1S"));
        values.put("policy.file", policy.toString());
        values.putAll(more);
        try {
            return Agent.start(Settings.read(AgentKeys.ALL, List.of(values)), new SimpleMeterRegistry());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String order(String node) {
        return "{\"targets\":{\"nodes\":[\"" + node + "\"]},\"method\":\"shellcommand\",\"domain\":\"x\",\"args\":{}}";
    }

    private static Path credentials(String node) {
        return folder.resolve("creds").resolve(node + ".creds");
    }

    private static Instant expiry(String node) throws Exception {
        return UserToken.inFile(credentials(node)).orElseThrow().expiresAt().orElseThrow();
    }

    private static String token(String node) throws Exception {
        return JSON.readTree(fleet.ask("POST", "/api/v1/nodes/" + node + "/token", "{}")
                        .body())
                .get("token")
                .asString();
    }

    private static JsonNode json(String path) throws Exception {
        return JSON.readTree(fleet.ask("GET", path, "").body());
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
