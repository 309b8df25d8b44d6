package io.steward.nats.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.testing.Connecting;
import io.steward.nats.testing.ContractStreams;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A nats-server as a child: the provisioned binary, whatever the other tests run on. */
@SuppressWarnings("try") // a Connection may be interrupted while it closes
abstract class BrokerProcessContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final String generation;
    private Path binary;
    private FleetKeys keys;

    @TempDir
    Path temp;

    BrokerProcessContract(String generation) {
        this.generation = generation;
    }

    @BeforeEach
    void a_binary_and_keys() throws IOException {
        binary = NatsServerBinary.provision(generation);
        keys = FleetKeys.openOrCreate(temp.resolve("keys"));
    }

    @Test
    void what_it_acknowledged_survives_its_death() throws Exception {
        try (BrokerProcess broker = start(config())) {
            String url = broker.url();
            try (Connection controller = controller(broker)) {
                ContractStreams.declare(controller, Partitions.ONE);
                for (int i = 0; i < 100; i++) {
                    controller.jetStream().publish("ship1.command.shellcommand.operatingsystem", new byte[] {(byte) i});
                }
                broker.kill();
            }
            assertThat(broker.alive()).isFalse();
            broker.restart();
            assertThat(broker.url()).isEqualTo(url);
            try (Connection controller = controller(broker)) {
                assertThat(controller
                                .jetStreamManagement()
                                .getStreamInfo("COMMANDS")
                                .getStreamState()
                                .getMsgCount())
                        .isEqualTo(100);
            }
        }
    }

    @Test
    void it_tells_when_it_ends_and_stops_when_asked() throws Exception {
        BrokerProcess broker = start(config());
        assertThat(ProcessHandle.of(broker.pid())).isPresent();
        assertThat(broker.onExit()).isNotDone();
        broker.stop(Duration.ofSeconds(30));
        await().atMost(PATIENCE).until(() -> broker.onExit().isDone());
        assertThat(Files.readString(broker.logFile())).contains("Server Exiting");
    }

    @Test
    void its_monitoring_page_is_on_loopback() throws Exception {
        try (BrokerProcess broker = start(config().withMonitor(0))) {
            String url = broker.monitorUrl().orElseThrow();
            assertThat(url).startsWith("http://127.0.0.1:");
            HttpURLConnection page =
                    (HttpURLConnection) URI.create(url + "/healthz").toURL().openConnection();
            assertThat(page.getResponseCode()).isEqualTo(200);
        }
    }

    @Test
    void a_start_that_fails_says_why() throws Exception {
        try (BrokerProcess broker = start(config())) {
            int port = URI.create(broker.url()).getPort();
            BrokerConfig same = BrokerConfig.loopback(temp.resolve("other")).withPort(port);
            assertThatThrownBy(() -> BrokerProcess.start(binary, same, keys, temp.resolve("second")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("nats-server ended")
                    .hasMessageContaining("address already in use");
        }
    }

    @Test
    void an_account_can_be_updated_while_it_runs() throws Exception {
        try (BrokerProcess broker = start(config());
                Connection system = connect(broker, keys.systemCredentials())) {
            // The same accounts with another layout: newer tokens, which the broker takes and keeps.
            FleetKeys changed = FleetKeys.openOrCreate(temp.resolve("keys"), new Partitions(2));
            for (String token : changed.accountJwts().values()) {
                Message answer =
                        system.request("$SYS.REQ.CLAIMS.UPDATE", token.getBytes(StandardCharsets.UTF_8), PATIENCE);
                assertThat(new String(answer.getData(), StandardCharsets.UTF_8)).contains("\"code\":200");
            }
            try (Connection controller = controller(broker)) {
                ContractStreams.declare(controller, new Partitions(2));
                assertThat(controller
                                .jetStream()
                                .publish("ship1.command.shellcommand.operatingsystem", new byte[0])
                                .getStream())
                        .isEqualTo(new Partitions(2).streamOf(NodeName.of("ship1")));
            }
        }
    }

    private BrokerConfig config() {
        return BrokerConfig.loopback(temp.resolve("a store"));
    }

    private BrokerProcess start(BrokerConfig config) throws IOException {
        return BrokerProcess.start(binary, config, keys, temp.resolve("a broker"));
    }

    private Connection controller(BrokerProcess broker) throws Exception {
        return connect(broker, keys.controllerCredentials());
    }

    private static Connection connect(BrokerProcess broker, Path credentials) throws Exception {
        return Connecting.with(Options.builder()
                .server(broker.url())
                .authHandler(Nats.credentials(credentials.toString()))
                .noReconnect());
    }
}
