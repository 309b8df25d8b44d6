package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.JetStream;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.model.command.Command;
import io.steward.model.event.Heartbeat;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand commands that waited for one node. */
@BrokerTest
class BacklogTest {
    private static final int COMMANDS = 10_000;
    private static final int BODY = 8_000;
    private static final long MOST_HEAP = 40L << 20;
    private static final int PROCESSES = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    Path data;

    private final RecordingMethod method = new RecordingMethod();

    @Test
    void ten_thousand_waiting_commands_run_in_order_and_their_content_stays_on_the_disk(TestBroker broker)
            throws Exception {
        Fleet fleet = new Fleet(broker, "ship1");
        send(fleet);
        long before = used();
        long started = System.nanoTime();
        try (Agent agent = TestAgent.start(broker, "ship1", data, method, Map.of("heartbeat.interval", "PT1S"))) {
            Awaitility.await().atMost(PATIENCE).until(() -> queued(fleet) >= COMMANDS - PROCESSES);
            long taken = System.nanoTime();
            assertThat(used() - before).as("bytes of heap for the backlog").isLessThan(MOST_HEAP);
            method.permits.release(PROCESSES);
            Awaitility.await().atMost(PATIENCE).until(() -> allTold(fleet));
            assertThat(stored(fleet)).as("commands, an end of each, and more").isBetween(2L * COMMANDS, 4L * COMMANDS);
            System.out.printf(
                    "%d commands taken in %d ms, run and told in %d ms%n",
                    COMMANDS, (taken - started) / 1_000_000, (System.nanoTime() - taken) / 1_000_000);
            assertThat(agent.failure()).isNotDone();
        }
        assertThat(method.runs).hasSize(COMMANDS);
        for (int process = 0; process < PROCESSES; process++) {
            String own = process + ":";
            assertThat(method.runs.stream().filter(run -> run.startsWith(own)).toList())
                    .isEqualTo(IntStream.range(0, COMMANDS / PROCESSES)
                            .mapToObj(n -> own + n)
                            .toList());
        }
    }

    // The first of each process waits, so that all others are held.
    private static void send(Fleet fleet) throws Exception {
        JetStream stream = fleet.controller().jetStream();
        List<CompletableFuture<PublishAck>> stored = new ArrayList<>();
        for (int n = 0; n < COMMANDS; n++) {
            String say = n % PROCESSES + ":" + n / PROCESSES;
            Command command = Fleet.command(
                    "ship1.command.record.log" + n % PROCESSES,
                    Map.of("say", say, "wait", n < PROCESSES, "more", "x".repeat(BODY)));
            PublishOptions once =
                    PublishOptions.builder().messageId(command.id().value()).build();
            stored.add(stream.publishAsync(command.subject().toString(), Codec.encode(command), once));
            if (stored.size() == 500) {
                CompletableFuture.allOf(stored.toArray(new CompletableFuture<?>[0]))
                        .get();
                stored.clear();
            }
        }
        CompletableFuture.allOf(stored.toArray(new CompletableFuture<?>[0])).get();
    }

    private static long stored(Fleet fleet) throws Exception {
        return fleet.controller()
                .jetStreamManagement()
                .getStreamInfo("COMMANDS")
                .getStreamState()
                .getMsgCount();
    }

    private boolean allTold(Fleet fleet) {
        return method.runs.size() == COMMANDS
                && heartbeat(fleet)
                        .filter(beat -> beat.queued() + beat.running() + beat.outbox() == 0)
                        .isPresent();
    }

    private static long queued(Fleet fleet) {
        return heartbeat(fleet).map(Heartbeat::queued).orElse(0L);
    }

    private static Optional<Heartbeat> heartbeat(Fleet fleet) {
        try {
            return Optional.of(EventCodec.decodeHeartbeat(fleet.controller()
                    .jetStreamManagement()
                    .getLastMessage("PRESENCE", "ship1.presence.heartbeat.agent")
                    .getData()));
        } catch (Exception e) {
            return Optional.empty(); // not heard yet
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
