package io.steward.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Subscription;
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BrokerTest
class LinkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final List<LinkEvent> heard = new CopyOnWriteArrayList<>();
    TestBroker broker;

    @Test
    void a_cut_link_comes_back_with_its_subscriptions() throws Exception {
        try (TcpProxy proxy = new TcpProxy(broker.url());
                Link link = open(proxy.url(), broker.keys().controllerCredentials())) {
            Connection connection = link.await(PATIENCE).orElseThrow();
            Subscription subscription = connection.subscribe("greeting");
            proxy.cut();
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.DISCONNECTED));
            assertThat(link.connection()).isEmpty();
            proxy.mend();
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.RESUBSCRIBED));
            assertThat(link.connection()).containsSame(connection);
            assertThat(link.reconnects()).isEqualTo(1);
            connection.flush(PATIENCE);
            broker.controllerConnection().publish("greeting", new byte[0]);
            assertThat(subscription.nextMessage(PATIENCE)).isNotNull();
            assertThat(heard).containsExactly(LinkEvent.CONNECTED, LinkEvent.DISCONNECTED, LinkEvent.RESUBSCRIBED);
        }
    }

    @Test
    void what_was_published_while_cut_fails_and_is_not_sent_later() throws Exception {
        Connection watching = broker.controllerConnection();
        Subscription watch = watching.subscribe("late");
        watching.flush(PATIENCE);
        try (TcpProxy proxy = new TcpProxy(broker.url());
                Link link = open(proxy.url(), broker.keys().controllerCredentials())) {
            Connection connection = link.await(PATIENCE).orElseThrow();
            proxy.cut();
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.DISCONNECTED));
            assertThatThrownBy(() -> connection.publish("late", "cut".getBytes()))
                    .isInstanceOf(IllegalStateException.class);
            proxy.mend();
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.RESUBSCRIBED));
            connection.publish("late", "mended".getBytes());
            assertThat(watch.nextMessage(PATIENCE).getData()).asString().isEqualTo("mended");
        }
    }

    @Test
    void a_link_opened_before_its_broker_connects_when_the_broker_comes() throws Exception {
        broker.kill();
        try (Link link = open(broker.url(), broker.keys().controllerCredentials())) {
            assertThat(link.await(Duration.ofMillis(1))).isEmpty();
            broker.restart();
            assertThat(link.await(PATIENCE)).isPresent();
            await().atMost(PATIENCE).until(() -> heard.equals(List.of(LinkEvent.CONNECTED)));
            assertThat(link.reconnects()).isZero();
        }
    }

    @Test
    void a_link_survives_the_brokers_death() throws Exception {
        try (Link link = open(broker.url(), broker.keys().controllerCredentials())) {
            link.await(PATIENCE).orElseThrow();
            broker.kill();
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.DISCONNECTED));
            broker.restart();
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.RESUBSCRIBED));
        }
    }

    @Test
    void a_connection_that_was_refused_for_good_is_rebuilt_with_renewed_credentials(@TempDir Path folder)
            throws Exception {
        Path credentials = Files.copy(broker.keys().controllerCredentials(), folder.resolve("controller.creds"));
        Path strangers = FleetKeys.openOrCreate(folder.resolve("strangers")).controllerCredentials();
        try (TcpProxy proxy = new TcpProxy(broker.url());
                Link link = open(proxy.url(), credentials)) {
            Connection first = link.await(PATIENCE).orElseThrow();
            Files.copy(strangers, credentials, StandardCopyOption.REPLACE_EXISTING);
            proxy.cut();
            proxy.mend();
            await().atMost(PATIENCE).until(() -> first.getStatus() == Connection.Status.CLOSED);
            Files.copy(broker.keys().controllerCredentials(), credentials, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.REBUILT));
            assertThat(link.connection()).isPresent();
            assertThat(link.connection().orElseThrow()).isNotSameAs(first);
            assertThat(heard).containsExactly(LinkEvent.CONNECTED, LinkEvent.DISCONNECTED, LinkEvent.REBUILT);
        }
    }

    @Test
    void a_listener_that_comes_later_hears_that_the_link_is_up() throws Exception {
        try (Link link =
                Link.open(LinkConfig.forFleet(broker.url(), broker.keys().controllerCredentials(), "late listener"))) {
            link.await(PATIENCE).orElseThrow();
            link.listen((event, connection) -> heard.add(event));
            await().atMost(PATIENCE).until(() -> heard.contains(LinkEvent.CONNECTED));
        }
    }

    @Test
    void a_closed_link_ends_its_connection_also_without_a_broker() throws Exception {
        Link link = open(broker.url(), broker.keys().controllerCredentials());
        Connection connection = link.await(PATIENCE).orElseThrow();
        link.close();
        assertThat(connection.getStatus()).isEqualTo(Connection.Status.CLOSED);
        assertThat(link.connection()).isEmpty();
        Link nowhere = open("nats://127.0.0.1:1", broker.keys().controllerCredentials());
        nowhere.close();
        assertThat(nowhere.connection()).isEmpty();
    }

    private Link open(String url, Path credentials) {
        return Link.open(LinkConfig.forFleet(url, credentials, "controller"), (event, connection) -> heard.add(event));
    }
}
