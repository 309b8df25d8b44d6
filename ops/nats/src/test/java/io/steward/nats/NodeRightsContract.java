package io.steward.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PublishOptions;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.PublishAck;
import io.steward.nats.testing.ContractStreams;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a node may do on a broker with the fleet's accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class NodeRightsContract {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);
    TestBroker broker;
    private Connection controller;
    private Connection ship2;

    @BeforeAll
    void a_fleet_of_two() throws Exception {
        controller = broker.controllerConnection();
        ContractStreams.declare(controller, broker.partitions());
        for (String node : List.of("ship1", "ship2")) {
            ContractStreams.enrol(controller, broker.partitions(), node);
        }
        ship2 = broker.nodeConnection("ship2");
    }

    @Test
    void a_node_pulls_its_own_command_and_acknowledges_it() throws Exception {
        PublishAck stored = controller.jetStream().publish("ship2.command.shellcommand.operatingsystem", BODY);
        assertThat(stored.getStream()).isEqualTo(broker.partitions().streamOf("ship2"));
        JetStreamSubscription pull = ship2.jetStream()
                .subscribe(
                        null, PullSubscribeOptions.fastBind(broker.partitions().streamOf("ship2"), "ship2"));
        List<Message> got = pull.fetch(1, Duration.ofSeconds(10));
        assertThat(got).hasSize(1);
        assertThat(got.get(0).getSubject()).isEqualTo("ship2.command.shellcommand.operatingsystem");
        got.get(0).ackSync(Duration.ofSeconds(10));
        assertThat(controller
                        .jetStreamManagement()
                        .getConsumerInfo(broker.partitions().streamOf("ship2"), "ship2")
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
        assertThat(notice.node()).isEqualTo("ship1");
        assertThat(notice.connected()).isFalse();
        assertThat(notice.reason()).isEqualTo("Client Closed");
        gone.unsubscribe();
    }
}
