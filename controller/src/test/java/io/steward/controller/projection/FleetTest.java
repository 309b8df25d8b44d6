package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.SHIP1;
import static io.steward.controller.projection.Entries.SHIP2;
import static io.steward.controller.projection.Entries.ack;
import static io.steward.controller.projection.Entries.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.api.PublishAck;
import io.steward.controller.log.DeclaredStreams;
import io.steward.controller.log.LogSettings;
import io.steward.controller.log.StreamDeclaration;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Command;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a real broker, folded into a real file. */
@BrokerTest
class FleetTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    TestBroker broker;

    @TempDir
    Path folder;

    /** Everything between the broker and the reader. */
    private final class Shadow implements AutoCloseable {
        final StateDatabase database;
        final FoldedPositions positions = new FoldedPositions();
        final ChangeFeed feed = new ChangeFeed(1000);
        final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        final Link link;
        final Folding folding;
        final StateReader reader;

        Shadow(String name) throws Exception {
            database = StateDatabase.open(folder.resolve(name), Duration.ofSeconds(30));
            link = Link.open(LinkConfig.forFleet(broker.url(), broker.keys().controllerCredentials(), name));
            folding = Folding.start(
                    link,
                    database,
                    Streams.single(),
                    FoldSettings.DEFAULTS,
                    positions,
                    feed,
                    meters,
                    InstantSource.system());
            StateGauges.register(database, InstantSource.system(), meters);
            reader = StateReader.open(
                    database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS);
        }

        void awaitAll(Cursor cursor) throws InterruptedException {
            for (Map.Entry<String, Long> place : cursor.seqs().entrySet()) {
                assertThat(positions.awaitFolded(place.getKey(), place.getValue(), LONG))
                        .as(place.toString())
                        .isTrue();
            }
        }

        @Override
        public void close() throws SQLException {
            folding.close();
            link.close();
            reader.close();
            database.close();
        }
    }

    @Test
    void the_log_gives_every_row_back() throws Exception {
        Connection controller = broker.controllerConnection();
        assertThat(DeclaredStreams.ensure(
                        controller,
                        StreamDeclaration.all(Streams.single(), LogSettings.DEFAULTS, NodeName.of("controller"))))
                .allSatisfy(report -> assertThat(report.unheeded()).isEmpty());
        Connection ship1 = broker.nodeConnection("ship1");
        Map<String, List<String>> rows;
        Cursor seen;
        try (Shadow shadow = new Shadow("first");
                ChangeFeed.Watch watch = shadow.feed.watch()) {
            publish(ship1, new Entries("x").hello(SHIP1, "1.0").facts(SHIP1, "north"));
            publish(controller, new Entries("x").enrolled(SHIP1));
            ship1.jetStream().publish("ship1.presence.heartbeat.agent", EventCodec.encode(Entries.heartbeat(false)));
            long last = 0;
            for (int i = 1; i <= 300; i++) {
                last = publish(controller, command(i, i % 2 == 0 ? SHIP1 : SHIP2))
                        .getSeqno();
                if (i % 2 == 0) {
                    last = ship1.jetStream()
                            .publish(
                                    "ship1.ack.shellcommand.operatingsystem",
                                    Codec.encode(ack(i, Status.SUCCEEDED, 1, Optional.of(0))))
                            .getSeqno();
                }
            }
            assertThat(shadow.positions.awaitFolded(Streams.COMMANDS, last, LONG))
                    .isTrue();
            assertThat(shadow.positions.awaitFolded(Streams.NODES, 3, LONG)).isTrue();
            assertThat(shadow.positions.awaitFolded(Streams.EVENTS, 3, LONG)).isTrue();
            assertThat(shadow.positions.awaitFolded(Streams.PRESENCE, 1, LONG)).isTrue();
            assertThat(shadow.reader.node(SHIP1).orElseThrow())
                    .containsEntry("online", true)
                    .containsEntry("succeeded", 150L)
                    .containsEntry("outbox", 3L)
                    .containsEntry("condition", "all is well but this")
                    .hasEntrySatisfying(
                            "clock_skew",
                            skew -> assertThat(String.valueOf(skew)).startsWith("-1.5"));
            assertThat(shadow.reader.online(List.of(SHIP1, SHIP2))).containsExactly(SHIP1);
            assertThat(shadow.reader.node(SHIP2).orElseThrow()).containsEntry("queued", 150L);
            assertThat(shadow.reader
                            .sql("select stream, lag from projection_position order by stream", 10)
                            .rows())
                    .extracting(Object::toString)
                    .containsExactly("[AUDIT, 0]", "[COMMANDS, 0]", "[EVENTS, 0]", "[NODES, 0]", "[PRESENCE, 0]");
            assertThat(shadow.folding.conditions()).isEmpty();
            assertThat(shadow.folding.caughtUp()).isTrue();
            assertThat(shadow.meters
                            .get("steward.commands")
                            .tag("status", "QUEUED")
                            .gauge()
                            .value())
                    .isEqualTo(150);
            assertThat(shadow.meters
                            .get("steward.nodes")
                            .tag("state", "online")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            await("what is counted after it was folded")
                    .atMost(LONG)
                    .untilAsserted(() -> assertThat(shadow.meters
                                    .get("steward.acks.received")
                                    .tag("status", "SUCCEEDED")
                                    .counter()
                                    .count())
                            .isEqualTo(150));
            List<StateChange> resumed = shadow.reader.changesAfter(Cursor.START, 10_000);
            List<StateChange> live = new ArrayList<>();
            while (live.size() < resumed.size()) {
                live.add(watch.next(LONG).orElseThrow());
            }
            assertThat(rowsOf(live)).hasSizeGreaterThan(750).containsExactlyInAnyOrderElementsOf(rowsOf(resumed));
            assertThat(shadow.reader.changesAfter(shadow.positions.cursor(), 10))
                    .isEmpty();
            seen = shadow.positions.cursor();
            rows = Dump.of(shadow.database, List.of(Dump.OF_COMMANDS, Dump.OF_NODES, Dump.OF_EVENTS, Dump.SHARED));
        }
        broker.kill();
        broker.restart();
        try (Shadow shadow = new Shadow("second")) {
            shadow.awaitAll(seen);
            assertThat(Dump.of(shadow.database, List.of(Dump.OF_COMMANDS, Dump.OF_NODES, Dump.OF_EVENTS, Dump.SHARED)))
                    .isEqualTo(rows);
        }
        try (Shadow shadow = new Shadow("first")) {
            await().atMost(LONG).until(shadow.folding::caughtUp);
            broker.kill();
            broker.restart();
            Connection again = broker.controllerConnection();
            PublishAck stored = publish(again, command(301, SHIP1));
            assertThat(shadow.positions.awaitFolded(Streams.COMMANDS, stored.getSeqno(), LONG))
                    .isTrue();
        }
    }

    private static List<String> rowsOf(List<StateChange> changes) {
        return changes.stream()
                .map(change -> change.type() + " " + change.stream() + " " + change.seq() + " " + change.row())
                .toList();
    }

    private static PublishAck publish(Connection connection, Command command) throws Exception {
        return connection.jetStream().publish(command.subject().toString(), Codec.encode(command));
    }

    private static void publish(Connection connection, Entries entries) throws Exception {
        for (var entry : entries.list()) {
            if (entry.subject().startsWith("ship1.")) {
                connection.jetStream().publish(entry.subject(), entry.data());
            }
        }
    }
}
