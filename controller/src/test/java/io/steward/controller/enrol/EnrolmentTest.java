package io.steward.controller.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.steward.controller.log.DeclaredStreams;
import io.steward.controller.log.LogSettings;
import io.steward.controller.log.StreamDeclaration;
import io.steward.controller.projection.ChangeFeed;
import io.steward.controller.projection.Entries;
import io.steward.controller.projection.FoldSettings;
import io.steward.controller.projection.FoldedPositions;
import io.steward.controller.projection.Folding;
import io.steward.controller.projection.StateDatabase;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Command;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BrokerTest
class EnrolmentTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    TestBroker broker;

    @TempDir
    Path folder;

    @Test
    void a_node_is_enrolled_once_gets_its_consumer_back_and_is_seen_to_come_and_go() throws Exception {
        Connection controller = broker.controllerConnection();
        JetStreamManagement management = controller.jetStreamManagement();
        DeclaredStreams.ensure(
                controller, StreamDeclaration.all(Streams.single(), LogSettings.DEFAULTS, NodeName.of("controller")));
        publish(controller, Entries.command(1, Entries.SHIP1));
        FoldedPositions positions = new FoldedPositions();
        try (StateDatabase database = StateDatabase.open(folder, Duration.ofSeconds(30));
                Link link = Link.open(
                        LinkConfig.forFleet(broker.url(), broker.keys().controllerCredentials(), "controller"));
                Folding folding = Folding.start(
                        link,
                        database,
                        Streams.single(),
                        FoldSettings.DEFAULTS,
                        positions,
                        new ChangeFeed(100),
                        new SimpleMeterRegistry(),
                        InstantSource.system());
                StateReader reader =
                        StateReader.open(database.reader("api", "secret"), Streams.single(), ReadSettings.DEFAULTS);
                PresenceWatch watch = new PresenceWatch(link, reader, InstantSource.system(), Duration.ofMillis(300))) {
            Enrolment enrolment =
                    new Enrolment(link, Streams.single(), EnrolSettings.DEFAULTS, reader, InstantSource.system());
            assertThat(enrolment.enrol(Entries.SHIP1, "alice")).isTrue();
            assertThat(enrolment.enrol(Entries.SHIP1, "alice")).isFalse();
            await().atMost(LONG).until(() -> reader.enrolled().equals(List.of(Entries.SHIP1)));
            assertThat(enrolment.enrol(Entries.SHIP1, "alice")).isFalse();
            assertThat(management.getStreamInfo(Streams.EVENTS).getStreamState().getLastSequence())
                    .isEqualTo(1);
            ConsumerConfiguration made =
                    management.getConsumerInfo(Streams.COMMANDS, "ship1").getConsumerConfiguration();
            assertThat(made.getDeliverPolicy()).isEqualTo(DeliverPolicy.New);
            assertThat(made.getMaxDeliver()).isEqualTo(-1);
            assertThat(made.getFilterSubject()).isEqualTo("ship1.command.>");

            assertThat(enrolment.mend()).isEmpty();
            management.deleteConsumer(Streams.COMMANDS, "ship1");
            assertThat(enrolment.mend()).containsExactly(Entries.SHIP1);
            ConsumerConfiguration back =
                    management.getConsumerInfo(Streams.COMMANDS, "ship1").getConsumerConfiguration();
            assertThat(back.getDeliverPolicy()).isEqualTo(DeliverPolicy.ByStartSequence);
            assertThat(back.getStartSequence()).isEqualTo(1);

            watch.start();
            Connection ship1 = broker.nodeConnection("ship1");
            ship1.jetStream().publish("ship1.presence.heartbeat.agent", EventCodec.encode(Entries.heartbeat(false)));
            awaitOnline(reader, "true");
            ship1.close();
            awaitOnline(reader, "false");
            assertThat(folding.conditions()).isEmpty();
        }
    }

    private static void awaitOnline(StateReader reader, String online) {
        await().atMost(LONG)
                .until(() -> reader.nodeHistory(Entries.SHIP1, 100).maps().stream()
                        .anyMatch(row -> "online".equals(row.get("changed")) && online.equals(row.get("new_value"))));
    }

    private static void publish(Connection connection, Command command) throws Exception {
        connection.jetStream().publish(command.subject().toString(), Codec.encode(command));
    }
}
