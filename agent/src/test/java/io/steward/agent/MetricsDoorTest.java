package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steward.model.config.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsDoorTest {
    private static final InetSocketAddress FREE = new InetSocketAddress("127.0.0.1", 0);

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void metrics_are_shown_to_those_with_the_token_alone() throws Exception {
        meters.counter("steward.agent.reconnects").increment();
        try (MetricsDoor door = MetricsDoor.open(FREE, "alice-token", meters, Optional.empty())) {
            assertThat(asked(door, "Bearer alice-token").body()).contains("steward_agent_reconnects_total 1.0");
            assertThat(asked(door, "Bearer other").statusCode()).isEqualTo(401);
            assertThat(asked(door, "alice-token").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void an_empty_token_opens_nothing() {
        assertThatThrownBy(() -> MetricsDoor.open(FREE, " ", meters, Optional.empty()))
                .hasMessageContaining("empty");
    }

    @Test
    void a_port_that_others_have_costs_the_metrics_and_not_the_agent(@TempDir Path temp) throws Exception {
        Path token = Files.writeString(temp.resolve("token"), "alice-token\n");
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(Configured.door(settings(other.getLocalPort(), token), meters))
                    .isEmpty();
        }
    }

    @Test
    void a_port_without_a_token_file_stops_the_start(@TempDir Path temp) {
        assertThatThrownBy(() -> Configured.door(settings(1, temp.resolve("none")), meters))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("none");
    }

    private static Settings settings(int port, Path token) throws Settings.BadSettings {
        return Settings.read(
                AgentKeys.ALL,
                List.of(Map.of(
                        "node",
                        "ship1",
                        "nats.credentials",
                        "/none",
                        "metrics.port",
                        Integer.toString(port),
                        "metrics.token.file",
                        token.toString())));
    }

    private static HttpResponse<String> asked(MetricsDoor door, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/metrics"))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
