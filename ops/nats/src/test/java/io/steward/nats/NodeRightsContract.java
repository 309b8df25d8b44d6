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
import io.steward.nats.keys.FleetKeys;
import io.steward.nats.testing.ContractStreams;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a node may do on a broker with the fleet's accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NodeRightsContract {
    private static final NodeName SHIP1 = NodeName.of("ship1");
    private static final NodeName SHIP2 = NodeName.of("ship2");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] NO_WAIT = "{\"batch\":10,\"no_wait\":true}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    TestBroker broker;
    private Connection controller;
    private Connection ship2;

    @BeforeAll
    void a_fleet_of_two() throws Exception {
        controller = broker.controllerConnection();
        ContractStreams.declare(controller, broker.partitions());
        for (NodeName node : List.of(SHIP1, SHIP2)) {
            ContractStreams.enrol(controller, broker.partitions(), node);
        }
        ship2 = broker.nodeConnection("ship2");
    }

    @Test
    void a_node_pulls_its_own_command_and_acknowledges_it() throws Exception {
        PublishAck stored = controller.jetStream().publish("ship2.command.shellcommand.operatingsystem", BODY);
        assertThat(stored.getStream()).isEqualTo(broker.partitions().streamOf(SHIP2));
        JetStreamSubscription pull = ship2.jetStream()
                .subscribe(
                        null, PullSubscribeOptions.fastBind(broker.partitions().streamOf(SHIP2), "ship2"));
        List<Message> got = pull.fetch(1, Duration.ofSeconds(10));
        assertThat(got).hasSize(1);
        assertThat(got.get(0).getSubject()).isEqualTo("ship2.command.shellcommand.operatingsystem");
        got.get(0).ackSync(Duration.ofSeconds(10));
        assertThat(controller
                        .jetStreamManagement()
                        .getConsumerInfo(broker.partitions().streamOf(SHIP2), "ship2")
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
        controller.flush(Duration.ofSeconds(5));
        broker.nodeConnection("ship1").close();
        Message message = gone.nextMessage(Duration.ofSeconds(10));
        assertThat(message).isNotNull();
        assertThat(message.getSubject())
                .isEqualTo("$SYS.ACCOUNT." + broker.keys().agentsAccount() + ".DISCONNECT");
        ConnectionNotice notice = ConnectionNotice.read(message.getData()).orElseThrow();
        assertThat(notice.node()).isEqualTo(SHIP1);
        assertThat(notice.connected()).isFalse();
        assertThat(notice.reason()).isEqualTo("Client Closed");
        gone.unsubscribe();
    }

    @Test
    void everything_else_a_node_might_publish_on_is_refused() throws Exception {
        Refusals refusals = new Refusals();
        Connection node = broker.nodeConnection("ship2", refusals);
        long before = stored();
        List<String> subjects = Forbidden.publishing(broker.partitions());
        subjects.forEach(subject -> node.publish(subject, node.createInbox(), BODY));
        node.flush(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refusals.of("publish")).containsExactlyElementsOf(lower(subjects)));
        assertThat(stored()).isEqualTo(before);
    }

    @Test
    void a_node_may_listen_to_nothing_but_its_own_inbox() throws Exception {
        Refusals refusals = new Refusals();
        Connection node = broker.nodeConnection("ship2", refusals);
        Forbidden.listening().forEach(node::subscribe);
        node.flush(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(refusals.of("subscription"))
                        .containsExactlyElementsOf(lower(Forbidden.listening())));
    }

    @Test
    void an_answer_never_lands_on_another_nodes_subjects() throws Exception {
        controller.jetStream().publish("ship2.command.shellcommand.bait", BODY);
        long commands = stored();
        String own = broker.partitions().streamOf(SHIP2);
        for (String victim : List.of(
                "ship1.command.shellcommand.operatingsystem",
                "ship1.ack.shellcommand.operatingsystem",
                "ship1.event.hello.agent",
                "ship1.presence.heartbeat.agent",
                "_steward.ship1.command.shellcommand.operatingsystem",
                "_steward.0.command.ship1.shellcommand.operatingsystem",
                "_steward.ship1.event.hello.agent",
                "$JS.API.STREAM.DELETE." + own)) {
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
            assertThat(subjects(stream)).allMatch(subject -> subject.startsWith("ship2."));
        }
        // The bait is good: within one account the answer does land.
        controller.publish("ship2.event.bait.agent", "_steward.ship1.event.bait.agent", BODY);
        await().atMost(PATIENCE).until(() -> subjects(StreamNames.EVENTS).contains("ship1.event.bait.agent"));
    }

    @Test
    void a_node_cannot_roll_up_the_stream_it_publishes_to() throws Exception {
        Headers headers = new Headers().put("Nats-Rollup", "all");
        ship2.jetStream().publish("ship2.event.kept.agent", BODY);
        assertThatThrownBy(() -> ship2.jetStream().publish("ship2.event.rollup.agent", headers, BODY))
                .isInstanceOf(JetStreamApiException.class);
        assertThat(subjects(StreamNames.EVENTS)).contains("ship2.event.kept.agent");
    }

    @Test
    void a_node_that_a_stranger_signed_is_refused(@TempDir Path folder) {
        Path stranger = FleetKeys.openOrCreate(folder).credentialsFor(SHIP2);
        Options options = Options.builder()
                .server(broker.url())
                .authHandler(Nats.credentials(stranger.toString()))
                .connectionTimeout(PATIENCE)
                .build();
        Options nobody = Options.builder()
                .server(broker.url())
                .connectionTimeout(PATIENCE)
                .build();
        assertThatThrownBy(() -> Nats.connect(options)).isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> Nats.connect(nobody)).isInstanceOf(AuthenticationException.class);
    }

    private static List<String> lower(List<String> subjects) {
        return subjects.stream()
                .map(subject -> subject.toLowerCase(Locale.ROOT))
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
