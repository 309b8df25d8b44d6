package io.steward.controller.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.steward.controller.log.DeclaredStreams.Action;
import io.steward.controller.log.DeclaredStreams.Report;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The declared streams on a real broker. */
abstract class StreamsContract {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    TestBroker broker;

    private static List<StreamDeclaration> declared() {
        return StreamDeclaration.all(Streams.single(), LogSettings.DEFAULTS, NodeName.of("controller"));
    }

    @Test
    void streams_are_created_once_mended_where_they_differ_and_never_taken_from_others() throws Exception {
        Connection controller = broker.controllerConnection();
        JetStreamManagement management = controller.jetStreamManagement();
        assertThat(DeclaredStreams.ensure(controller, declared())).allSatisfy(report -> {
            assertThat(report.action()).isEqualTo(Action.CREATED);
            assertThat(report.unheeded()).isEmpty();
        });
        assertThat(DeclaredStreams.ensure(controller, declared()))
                .extracting(Report::action)
                .containsOnly(Action.NOTHING);

        StreamConfiguration commands =
                management.getStreamInfo(Streams.COMMANDS).getConfiguration();
        assertThat(commands.getDiscardPolicy()).isEqualTo(DiscardPolicy.New);
        assertThat(commands.getDenyDelete() && commands.getDenyPurge()).isTrue();
        assertThat(commands.getMaxConsumers()).isEqualTo(1_000_000);
        assertThatThrownBy(() -> management.purgeStream(Streams.COMMANDS)).isInstanceOf(JetStreamApiException.class);

        nodes_keeps_what_events_says_of_nodes(controller);

        audit_keeps_what_the_controller_says_and_no_node_can_add_to_it(controller);

        management.updateStream(StreamConfiguration.builder(commands)
                .maxAge(Duration.ofDays(1))
                .duplicateWindow(Duration.ofSeconds(5))
                .build());
        List<Report> mended = DeclaredStreams.ensure(controller, declared());
        assertThat(mended.get(0).action()).isEqualTo(Action.MENDED);
        assertThat(mended.get(0).mended())
                .extracting(StreamDeclaration.Difference::setting)
                .containsExactly("max_age", "duplicate_window");
        assertThat(management.getStreamInfo(Streams.COMMANDS).getConfiguration().getMaxAge())
                .isEqualTo(Duration.ofDays(90));

        StreamDeclaration foreign = declared().get(0);
        management.addStream(StreamConfiguration.builder()
                .name("THEIRS")
                .subjects("theirs.>")
                .build());
        StreamDeclaration claimed = new StreamDeclaration(
                "THEIRS",
                foreign.subjects(),
                foreign.transform(),
                List.of(),
                Duration.ZERO,
                -1,
                -1,
                true,
                Duration.ofMinutes(2),
                1);
        assertThatThrownBy(() -> DeclaredStreams.ensure(controller, List.of(claimed)))
                .isInstanceOf(ForeignStream.class)
                .hasMessageContaining("THEIRS");
        assertThat(management.getStreamInfo("THEIRS").getConfiguration().getSubjects())
                .containsExactly("theirs.>");
    }

    private void audit_keeps_what_the_controller_says_and_no_node_can_add_to_it(Connection controller)
            throws Exception {
        Connection ship2 = broker.nodeConnection("ship2");
        ship2.jetStream().publish("ship2.event.audit.send", BODY);
        ship2.publish("controller.event.audit.send", BODY);
        ship2.flush(Duration.ofSeconds(10));
        try (Link link =
                Link.open(LinkConfig.forFleet(broker.url(), broker.keys().controllerCredentials(), "controller"))) {
            ControlEvents events = new ControlEvents(link, NodeName.of("controller"), InstantSource.system());
            assertThat(events.publish("audit", "enrol", Map.of("who", "alice"), "audit.1"))
                    .isTrue();
            assertThat(events.publish("audit", "enrol", Map.of("who", "alice"), "audit.1"))
                    .isFalse();
            assertThat(events.publish("enrolment", "ship2", Map.of("by", "alice"), "enrolment.1"))
                    .isTrue();
        }
        LogView view = new LogView(controller);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> view.facts(Streams.AUDIT).lastSeq() == 2);
        LogEntry entry = view.entry(Streams.AUDIT, 1).orElseThrow();
        assertThat(entry.subject()).isEqualTo("controller.event.audit.enrol");
        assertThat(new String(entry.data(), StandardCharsets.UTF_8)).contains("\"v\":1", "\"at\":\"", "\"alice\"");
        assertThat(view.entry(Streams.AUDIT, 2).orElseThrow().subject()).isEqualTo("controller.event.enrolment.ship2");
        JetStreamManagement management = controller.jetStreamManagement();
        assertThatThrownBy(() -> management.purgeStream(Streams.AUDIT)).isInstanceOf(JetStreamApiException.class);
        assertThatThrownBy(() -> management.deleteMessage(Streams.AUDIT, 1)).isInstanceOf(JetStreamApiException.class);
    }

    private static void nodes_keeps_what_events_says_of_nodes(Connection controller) throws Exception {
        for (String subject : List.of(
                "ship1.event.hello.agent",
                "ship1.event.syslogforwarding.dpkg",
                "ship1.event.facts.system",
                "ship1.event.enrolled.controller",
                "ship1.event.connection.controller")) {
            controller.jetStream().publish(subject, BODY);
        }
        LogView view = new LogView(controller);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> view.facts(Streams.NODES).lastSeq() == 4);
        assertThat(view.entry(Streams.NODES, 2).orElseThrow().subject()).isEqualTo("ship1.event.facts.system");
        assertThat(view.entry(Streams.EVENTS, 2).orElseThrow().subject())
                .isEqualTo("ship1.event.syslogforwarding.dpkg");
        assertThat(view.entry(Streams.NODES, 99)).isEmpty();
    }
}
