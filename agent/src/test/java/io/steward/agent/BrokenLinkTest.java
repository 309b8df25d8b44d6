package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamSubscription;
import io.nats.client.Message;
import io.nats.client.PullSubscribeOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent does when the broker goes, comes back, or loses deliveries on the way. */
@BrokerTest
class BrokenLinkTest {
    private static int nodes = 100;

    @TempDir
    Path data;

    private final String node = "ship" + (++nodes);
    private final RecordingMethod method = new RecordingMethod();
    private TestBroker broker;
    private Fleet fleet;
    private Agent agent;

    @BeforeEach
    void an_agent(TestBroker given) throws Exception {
        broker = given;
        fleet = new Fleet(broker, node);
        shortAckWait();
        agent = start();
    }

    @AfterEach
    void no_agent() {
        agent.close();
    }

    private void shortAckWait() throws Exception {
        fleet.controller()
                .jetStreamManagement()
                .addOrUpdateConsumer(
                        "COMMANDS",
                        ConsumerConfiguration.builder()
                                .durable(node)
                                .filterSubject(node + ".command.>")
                                .ackPolicy(AckPolicy.Explicit)
                                .ackWait(Duration.ofSeconds(4))
                                .maxAckPending(1000)
                                .build());
    }

    private Agent start() {
        return TestAgent.start(broker, node, data, method, Map.of("inbox.ack-wait", "PT4S"));
    }

    private CommandId send(String say) {
        return fleet.send(node + ".command.record.log", Map.of("say", say));
    }

    // Takes deliveries as a connection does that is cut before they arrive.
    private List<Message> lose(int count) throws Exception {
        Connection other = broker.nodeConnection(node);
        JetStreamSubscription pull = other.jetStream().subscribe(null, PullSubscribeOptions.fastBind("COMMANDS", node));
        List<Message> lost = pull.fetch(count, Duration.ofSeconds(20));
        assertThat(lost).hasSize(count);
        return lost;
    }

    @Test
    void commands_behind_lost_deliveries_wait_and_all_run_in_the_order_of_the_stream() throws Exception {
        fleet.end(send("0"));
        agent.close();
        send("1");
        send("2");
        lose(2);
        CommandId third = send("3");
        agent = start();
        fleet.await(third, Status.DELIVERED);
        CommandId fourth = send("4");
        fleet.end(fourth);
        assertThat(method.runs).containsExactly("0", "1", "2", "3", "4");
    }

    @Test
    void commands_behind_lost_deliveries_stay_back_across_a_restart_of_the_agent() throws Exception {
        fleet.end(send("0"));
        agent.close();
        send("1");
        lose(1);
        CommandId second = send("2");
        agent = start();
        fleet.await(second, Status.DELIVERED);
        agent.close();
        agent = start();
        fleet.end(second);
        assertThat(method.runs).containsExactly("0", "1", "2");
    }

    @Test
    void deliveries_that_never_come_again_do_not_hold_the_rest_for_ever() throws Exception {
        fleet.end(send("0"));
        agent.close();
        send("1");
        lose(1).get(0).ackSync(Duration.ofSeconds(5));
        CommandId second = send("2");
        agent = start();
        fleet.await(second, Status.DELIVERED);
        assertThat(fleet.end(second).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(method.runs).containsExactly("0", "2");
    }

    @Test
    void a_broker_that_is_killed_and_comes_back_costs_nothing() throws Exception {
        List<CommandId> ids = new ArrayList<>();
        IntStream.range(0, 30).forEach(i -> ids.add(send("" + i)));
        fleet.end(ids.get(29));
        broker.kill();
        broker.restart();
        afterRestart(() -> IntStream.range(30, 60).forEach(i -> ids.add(send("" + i))));
        fleet.end(ids.get(59));
        assertThat(method.runs)
                .isEqualTo(IntStream.range(0, 60).mapToObj(i -> "" + i).toList());
        for (CommandId id : ids) {
            assertThat(fleet.statuses(id).stream().filter(Status::terminal)).hasSize(1);
        }
    }

    @Test
    void work_that_ends_while_the_broker_is_away_is_told_when_it_is_back() throws Exception {
        CommandId id = fleet.send(node + ".command.record.log", Map.of("say", "long", "wait", true));
        fleet.await(id, Status.STARTED);
        broker.kill();
        method.permits.release();
        Awaitility.await().atMost(Fleet.PATIENCE).until(() -> method.permits.availablePermits() == 0);
        agent.close();
        agent = start();
        broker.restart();
        afterRestart(() -> fleet.await(id, Status.SUCCEEDED));
        assertThat(method.runs.stream().filter("long"::equals)).hasSize(1);
    }

    @Test
    void old_work_begins_without_a_broker_once_patience_has_passed() throws Exception {
        CommandId running = fleet.send(node + ".command.record.log", Map.of("say", "first", "wait", true));
        CommandId waiting = send("second");
        fleet.await(running, Status.STARTED);
        method.awaitRun("first");
        fleet.await(waiting, Status.DELIVERED);
        broker.kill();
        agent.close();
        agent = TestAgent.start(broker, node, data, method, Map.of("start.patience", "PT0.2S"));
        Awaitility.await()
                .atMost(Fleet.PATIENCE)
                .untilAsserted(() -> assertThat(method.runs).containsExactly("first", "second"));
        broker.restart();
        afterRestart(() -> fleet.await(waiting, Status.SUCCEEDED));
        assertThat(fleet.end(running).status()).isEqualTo(Status.INTERRUPTED);
    }

    @Test
    void a_consumer_that_is_missing_is_waited_for() throws Exception {
        fleet.controller().jetStreamManagement().deleteConsumer("COMMANDS", node);
        CommandId id = send("patient");
        shortAckWait();
        assertThat(fleet.end(id).status()).isEqualTo(Status.SUCCEEDED);
    }

    private void afterRestart(Runnable step) {
        fleet.connectAnew();
        step.run();
    }
}
