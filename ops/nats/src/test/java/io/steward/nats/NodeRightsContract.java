package io.steward.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import io.steward.model.subject.NodeName;
import io.steward.nats.Forbidden.Attempt;
import io.steward.nats.Forbidden.Guard;
import io.steward.nats.keys.AccountUpdate;
import io.steward.nats.testing.Connecting;
import io.steward.nats.testing.ContractStreams;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node may do on a broker with the fleet's accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NodeRightsContract {
    private static final NodeName SHIP1 = NodeName.of("ship1");
    private static final NodeName SHIP2 = NodeName.of("ship2");
    private static final NodeName SHIP3 = NodeName.of("ship3"); // of whom nobody asks what is forbidden
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] NO_WAIT = "{\"batch\":10,\"no_wait\":true}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    TestBroker broker;
    private Connection controller;
    private Connection ship2;

    @BeforeAll
    void a_fleet_of_three() throws Exception {
        controller = broker.controllerConnection();
        ContractStreams.declare(controller, broker.partitions());
        for (NodeName node : List.of(SHIP1, SHIP2, SHIP3)) {
            ContractStreams.enrol(controller, broker.partitions(), node);
        }
    }

    /** One of the tests restarts the broker. */
    @BeforeEach
    void connect_anew() {
        controller = broker.controllerConnection();
        ship2 = broker.nodeConnection("ship2");
    }

    @Test
    void a_node_pulls_its_own_command_and_acknowledges_it() throws Exception {
        PublishAck stored = controller.jetStream().publish("ship3.command.shellcommand.operatingsystem", BODY);
        assertThat(stored.getStream()).isEqualTo(broker.partitions().streamOf(SHIP3));
        JetStreamSubscription pull = broker.nodeConnection("ship3")
                .jetStream()
                .subscribe(
                        null, PullSubscribeOptions.fastBind(broker.partitions().streamOf(SHIP3), "ship3"));
        List<Message> got = pull.fetch(1, PATIENCE);
        assertThat(got).hasSize(1);
        assertThat(got.get(0).getSubject()).isEqualTo("ship3.command.shellcommand.operatingsystem");
        got.get(0).ackSync(PATIENCE);
        assertThat(controller
                        .jetStreamManagement()
                        .getConsumerInfo(broker.partitions().streamOf(SHIP3), "ship3")
                        .getNumAckPending())
                .isZero();
    }

    @Test
    void a_node_publishes_as_itself_and_hears_that_the_log_stored_it() throws Exception {
        for (String subject : List.of(
                "ship2.ack.shellcommand.operatingsystem",
                "ship2.event.hello.agent",
                "ship2.presence.heartbeat.agent")) {
            PublishAck stored = ship2.jetStream()
                    .publish(
                            subject,
                            BODY,
                            PublishOptions.builder().messageId("1").build());
            assertThat(stored.getSeqno()).isPositive();
            assertThat(controller
                            .jetStreamManagement()
                            .getMessage(stored.getStream(), stored.getSeqno())
                            .getSubject())
                    .isEqualTo(subject);
        }
    }

    @Test
    void the_controller_hears_at_once_which_node_disconnected() throws Exception {
        Subscription gone = controller.subscribe(StreamNames.DISCONNECTS);
        controller.flush(PATIENCE);
        broker.nodeConnection("ship1").close();
        Message message = gone.nextMessage(PATIENCE);
        assertThat(message).isNotNull();
        assertThat(message.getSubject())
                .isEqualTo("$SYS.ACCOUNT." + broker.keys().agentsAccount() + ".DISCONNECT");
        ConnectionNotice notice = ConnectionNotice.read(message.getData()).orElseThrow();
        assertThat(notice.node()).isEqualTo(SHIP1);
        assertThat(notice.connected()).isFalse();
        assertThat(notice.reason()).isEqualTo("Client Closed");
        gone.unsubscribe();
    }

    @ParameterizedTest
    @EnumSource(Guard.class)
    void every_forbidden_operation_is_refused(Guard guard) throws Exception {
        List<Attempt> attempts = Forbidden.of(broker.partitions(), guard);
        assertThat(attempts).isNotEmpty();
        switch (guard) {
            case PUBLISH -> publishing(attempts);
            case SUBSCRIBE -> listening(attempts);
            case IMPORT -> answersElsewhere(attempts);
            case STREAM -> rollingUp(attempts);
            case AUTHENTICATION -> connecting(attempts);
            case ACCOUNT -> beyondTheFleet(attempts);
        }
    }

    @Test
    void a_revoked_node_is_cut_off_at_once() throws Exception {
        NodeName ship8 = NodeName.of("ship8");
        Connection cut = broker.nodeConnection("ship8", new Refusals());
        Connection other = broker.nodeConnection("ship1", new Refusals());
        broker.keys().revoke(broker.keys().publicKeyOf(ship8).orElseThrow(), Instant.now());
        long start = System.nanoTime();
        AccountUpdate.push(system(), broker.keys().agentsJwt());
        await().pollInterval(Duration.ofMillis(2))
                .atMost(PATIENCE)
                .until(() -> cut.getStatus() != Connection.Status.CONNECTED);
        System.out.println("revoked and cut on " + controller.getServerInfo().getVersion() + " in "
                + (System.nanoTime() - start) / 1_000_000 + " ms, its connection to the broker included");
        assertThat(other.getStatus()).isEqualTo(Connection.Status.CONNECTED);
        other.jetStream().publish("ship1.event.hello.agent", BODY);
        broker.restart();
        await().atMost(PATIENCE).until(() -> other.getStatus() == Connection.Status.CONNECTED);
        assertThat(cut.getStatus()).isNotEqualTo(Connection.Status.CONNECTED);
    }

    private void publishing(List<Attempt> attempts) throws Exception {
        Refusals refusals = new Refusals();
        Connection node = broker.nodeConnection("ship2", refusals);
        long before = stored();
        attempts.forEach(attempt -> node.publish(attempt.what(), node.createInbox(), BODY));
        node.flush(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refusals.of("publish")).containsExactlyElementsOf(lower(attempts)));
        assertThat(stored()).isEqualTo(before);
    }

    private void listening(List<Attempt> attempts) throws Exception {
        Refusals refusals = new Refusals();
        Connection node = broker.nodeConnection("ship2", refusals);
        attempts.forEach(attempt -> node.subscribe(attempt.what()));
        node.flush(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(refusals.of("subscription")).containsExactlyElementsOf(lower(attempts)));
    }

    private void answersElsewhere(List<Attempt> attempts) throws Exception {
        controller.jetStream().publish("ship2.command.shellcommand.bait", BODY);
        long commands = stored();
        String own = broker.partitions().streamOf(SHIP2);
        for (Attempt attempt : attempts) {
            String victim = attempt.what().replace("DELETE.COMMANDS", "DELETE." + own);
            ship2.publish("ship2.event.bait.agent", victim, BODY);
            ship2.publish("ship2.presence.bait.agent", victim, BODY);
            ship2.publish("$JS.API.CONSUMER.MSG.NEXT." + own + ".ship2", victim, NO_WAIT);
            ship2.publish("$JS.ACK." + own + ".ship2.1.1.1.1.1", victim, "+NXT".getBytes(StandardCharsets.UTF_8));
            ship2.flush(PATIENCE);
        }
        // What ship2 published last is stored, so all that came before has been dealt with.
        ship2.jetStream().publish("ship2.event.last.agent", BODY);
        assertThat(stored()).isEqualTo(commands);
        for (String stream : List.of(StreamNames.EVENTS, StreamNames.PRESENCE)) {
            assertThat(subjects(stream))
                    .noneMatch(subject -> subject.startsWith("controller."))
                    .doesNotContain("ship1.presence.heartbeat.agent", "ship1.event.bait.agent");
        }
        // The bait is good: within one account the answer does land.
        controller.publish("ship2.event.bait.agent", "_steward.ship3.event.bait.agent", BODY);
        await().atMost(PATIENCE).until(() -> subjects(StreamNames.EVENTS).contains("ship3.event.bait.agent"));
    }

    private void rollingUp(List<Attempt> attempts) throws Exception {
        ship2.jetStream().publish("ship2.event.kept.agent", BODY);
        for (Attempt attempt : attempts) {
            String[] header = attempt.what().split(": ");
            Headers headers = new Headers().put(header[0], header[1]);
            assertThatThrownBy(() -> ship2.jetStream().publish("ship2.event.rollup.agent", headers, BODY))
                    .isInstanceOf(JetStreamApiException.class);
        }
        assertThat(subjects(StreamNames.EVENTS)).contains("ship2.event.kept.agent");
    }

    private void connecting(List<Attempt> attempts) throws Exception {
        broker.nodeConnection("ship9").close();
        broker.keys().revoke(broker.keys().publicKeyOf(NodeName.of("ship9")).orElseThrow(), Instant.now());
        AccountUpdate.push(system(), broker.keys().agentsJwt());
        // Those of whom nothing is wrong but that come in: the attempt itself is well-formed.
        Strangers strangers = new Strangers(broker.keys(), folder);
        Connecting.with(options(strangers.credentials("ship2, unharmed"))).close();
        // All at once, since each client takes its whole patience to give up.
        attempts.parallelStream()
                .forEach(attempt -> assertThatThrownBy(() -> connect(strangers.credentials(attempt.whom())))
                        .as(attempt.toString())
                        .isInstanceOf(AuthenticationException.class));
    }

    private void beyondTheFleet(List<Attempt> attempts) throws Exception {
        String lame = broker.keys().accountJwts().get(broker.keys().systemAccount());
        Subscription snooping = controller.subscribe("_I.>");
        Subscription inbox = ship2.subscribe("_I.ship2.x");
        ship2.flush(PATIENCE);
        for (Attempt attempt : attempts) {
            String subject = attempt.what().formatted(broker.keys().agentsAccount());
            if (subject.startsWith("$SYS.")) {
                assertThatThrownBy(() -> controller
                                .requestWithTimeout(subject, lame.getBytes(StandardCharsets.US_ASCII), PATIENCE)
                                .get())
                        .as(subject)
                        .isInstanceOf(CancellationException.class);
            }
        }
        ship2.jetStream().publish("ship2.event.hello.agent", BODY);
        controller.publish("_I.ship2.x", BODY);
        controller.flush(PATIENCE);
        ship2.flush(PATIENCE);
        assertThat(inbox.nextMessage(Duration.ofMillis(50))).isNull();
        Message own = snooping.nextMessage(PATIENCE);
        assertThat(own.getSubject()).as("what the controller said itself").isEqualTo("_I.ship2.x");
        assertThat(snooping.nextMessage(Duration.ofMillis(50))).isNull();
        snooping.unsubscribe();
    }

    private Connection connect(Optional<Path> credentials) throws Exception {
        return Nats.connect(
                options(credentials).connectionTimeout(Duration.ofSeconds(6)).build());
    }

    private Options.Builder options(Optional<Path> credentials) {
        Options.Builder options = Options.builder().server(broker.url()).inboxPrefix("_I.ship2");
        credentials.ifPresent(file -> options.authHandler(Nats.credentials(file.toString())));
        return options;
    }

    private LinkConfig system() {
        return LinkConfig.forFleet(broker.url(), broker.keys().systemCredentials(), "sys");
    }

    private static List<String> lower(List<Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.what().toLowerCase(Locale.ROOT))
                .toList();
    }

    private long stored() throws Exception {
        long count = 0;
        for (String stream : broker.partitions().streams()) {
            count += controller
                    .jetStreamManagement()
                    .getStreamInfo(stream)
                    .getStreamState()
                    .getLastSequence();
        }
        return count;
    }

    private Set<String> subjects(String stream) throws Exception {
        return controller
                .jetStreamManagement()
                .getStreamInfo(stream, StreamInfoOptions.allSubjects())
                .getStreamState()
                .getSubjectMap()
                .keySet();
    }
}
