package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@BrokerTest
class AgentTest {
    @TempDir
    Path data;

    @Test
    void a_command_is_delivered_started_and_ended(TestBroker broker) throws Exception {
        Fleet fleet = new Fleet(broker, "ship1");
        RecordingMethod method = new RecordingMethod();
        try (Agent agent = TestAgent.start(broker, "ship1", data, method, Map.of())) {
            CommandId id = fleet.send("ship1.command.record.log", Map.of("say", "hello"));
            Ack end = fleet.end(id);
            assertThat(end.status()).isEqualTo(Status.SUCCEEDED);
            assertThat(end.output().stdout()).isEqualTo("hello");
            assertThat(end.attempt()).isEqualTo(1);
            assertThat(end.deliveredAt()).isPresent();
            assertThat(end.startedAt()).isPresent();
            assertThat(fleet.statuses(id)).isEqualTo(List.of(Status.DELIVERED, Status.STARTED, Status.SUCCEEDED));
            assertThat(agent.failure()).isNotDone();
        }
    }
}
