package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.TestBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent as it is started on a node, with the methods it comes with. */
@BrokerTest
class WholeAgentTest {
    @TempDir
    Path folder;

    @Test
    void shell_commands_run_and_outlive_the_agent(TestBroker broker) throws Exception {
        Fleet fleet = new Fleet(broker, "ship1");
        CommandId first;
        CommandId longer;
        try (Agent agent = Agent.start(TestAgent.settings(broker, "ship1", folder, Map.of()))) {
            first = fleet.send("ship1.command.shellcommand.operatingsystem", Map.of("argv", List.of("uname", "-s")));
            assertThat(fleet.end(first).output().stdout()).isEqualTo("Linux\n");
            longer = fleet.send(
                    "ship1.command.shellcommand.operatingsystem",
                    Map.of(
                            "interpreter",
                            "/bin/sh",
                            "script",
                            "while [ ! -e " + folder + "/go ]; do sleep 0.1; done; echo done; exit 3"));
            fleet.await(longer, Status.STARTED);
            assertThat(agent.failure()).isNotDone();
        }
        Files.createFile(folder.resolve("go"));
        try (Agent agent = Agent.start(TestAgent.settings(broker, "ship1", folder, Map.of()))) {
            Ack end = fleet.end(longer);
            assertThat(end.status()).isEqualTo(Status.FAILED);
            assertThat(end.exitCode()).contains(3);
            assertThat(end.output().stdout()).isEqualTo("done\n");
            assertThat(end.attempt()).isEqualTo(1);
            Awaitility.await()
                    .atMost(Fleet.PATIENCE)
                    .untilAsserted(() -> assertThat(folder.resolve("work").resolve(longer.value()))
                            .doesNotExist());
            assertThat(agent.failure()).isNotDone();
        }
    }

    @Test
    void metrics_have_the_names_of_the_contract(TestBroker broker) throws Exception {
        new Fleet(broker, "ship2");
        Path token = Files.writeString(folder.resolve("token"), "alice-token\n");
        int port = io.steward.nats.server.FreePort.any();
        Map<String, String> settings =
                Map.of("metrics.port", Integer.toString(port), "metrics.token.file", token.toString());
        try (Agent agent = Agent.start(TestAgent.settings(broker, "ship2", folder.resolve("data"), settings))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                    .header("Authorization", "Bearer alice-token")
                    .build();
            String text = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(text)
                    .contains(
                            "steward_agent_journal_entries 0.0",
                            "steward_agent_outbox_entries{lane=\"acks\"}",
                            "steward_agent_running 0.0",
                            "steward_agent_reconnects_total",
                            "steward_agent_dropped_total");
            assertThat(agent.journalId()).isNotEmpty();
        }
    }

    @Test
    void what_is_missing_or_wrong_at_start_has_one_clear_answer(TestBroker broker) throws Exception {
        Map<String, String> noFile =
                Map.of("nats.credentials", folder.resolve("none").toString());
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Agent.start(TestAgent.settings(broker, "ship3", folder, noFile)))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("nats.credentials")
                .hasMessageContaining("none");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Agent.start(TestAgent.settings(broker, "ship3", folder, Map.of("metrics.port", "9"))))
                .hasMessageContaining("metrics.token.file");
    }
}
