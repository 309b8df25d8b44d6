package io.steward.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MetricsDoorTest {
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Test
    void metrics_are_shown_to_those_with_the_token_alone() throws Exception {
        meters.counter("steward.agent.reconnects").increment();
        try (MetricsDoor door = MetricsDoor.open(0, "alice-token", meters)) {
            assertThat(asked(door, "Bearer alice-token").body()).contains("steward_agent_reconnects_total 1.0");
            assertThat(asked(door, "Bearer other").statusCode()).isEqualTo(401);
            assertThat(asked(door, "alice-token").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void an_empty_token_opens_nothing() {
        assertThatThrownBy(() -> MetricsDoor.open(0, " ", meters)).hasMessageContaining("empty");
    }

    private static HttpResponse<String> asked(MetricsDoor door, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + "/metrics"))
                .header("Authorization", authorization)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
