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
import io.steward.model.subject.Streams;
import io.steward.nats.testing.TestBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The declared streams on a real broker. */
abstract class StreamsContract {
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    TestBroker broker;

    private static List<StreamDeclaration> declared() {
        return StreamDeclaration.all(Streams.single(), LogSettings.DEFAULTS);
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
