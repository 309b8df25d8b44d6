package io.steward.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.NKey;
import io.nats.client.PullSubscribeOptions;
import io.steward.model.subject.NodeName;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.Partitions;
import io.steward.nats.testing.ContractStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration that we give to those who bring their own broker with listed users. */
class PlainConfigurationTest {
    private static final NodeName SHIP1 = NodeName.of("ship1");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"2.10", "2.15"})
    void a_node_with_a_listed_nkey_pulls_its_command_and_speaks_only_as_itself(String generation) throws Exception {
        int port = FreePort.any();
        Process server = start(NatsServerBinary.provision(generation), port);
        String url = "nats://127.0.0.1:" + port;
        try (Link controllers = Link.open(LinkConfig.forFleet(url, temp.resolve("controller.seed"), "controller"));
                Link nodes = Link.open(LinkConfig.forNode(url, temp.resolve("ship1.seed"), SHIP1))) {
            Connection controller = controllers.await(PATIENCE).orElseThrow();
            ContractStreams.declare(controller, Partitions.ONE);
            ContractStreams.enrol(controller, Partitions.ONE, SHIP1);
            controller.jetStream().publish("ship1.command.shellcommand.operatingsystem", new byte[0]);

            Connection ship1 = nodes.await(PATIENCE).orElseThrow();
            JetStreamSubscription pull =
                    ship1.jetStream().subscribe(null, PullSubscribeOptions.fastBind("COMMANDS", "ship1"));
            assertThat(pull.fetch(1, PATIENCE)).hasSize(1);
            assertThat(ship1.jetStream()
                            .publish("ship1.event.hello.agent", new byte[0])
                            .getStream())
                    .isEqualTo("EVENTS");
            assertThatThrownBy(() -> ship1.jetStream().publish("ship2.event.hello.agent", new byte[0]))
                    .isInstanceOf(IOException.class);
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private Process start(Path binary, int port) throws Exception {
        String accounts = Files.readString(Path.of(System.getProperty("steward.root"), "ops/nats/plain.conf"))
                .replace("CONTROLLER_NKEY", user("controller.seed"))
                .replace("SHIP1_NKEY", user("ship1.seed"));
        Files.writeString(temp.resolve("accounts.conf"), accounts);
        Path file = temp.resolve("server.conf");
        Files.writeString(file, """
                host: "127.0.0.1"
                port: %d
                max_payload: 8MB
                jetstream { store_dir: "%s" }
                include "accounts.conf"
                """.formatted(port, temp.resolve("store")));
        return new ProcessBuilder(binary.toString(), "--config", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile())
                .start();
    }

    private String user(String file) throws Exception {
        NKey key = NKey.createUser(new SecureRandom());
        Files.writeString(temp.resolve(file), new String(key.getSeed()));
        return new String(key.getPublicKey());
    }
}
