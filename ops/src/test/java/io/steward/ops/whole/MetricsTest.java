package io.steward.ops.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.steward.ops.monitoring.MetricsReference;
import io.steward.ops.monitoring.MetricsReference.Metric;
import io.steward.ops.monitoring.Scrape;
import io.steward.ops.monitoring.Scrape.Family;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reference of the metrics is what a controller and an agent tell, and the fleet's size does not show in it. */
final class MetricsTest {
    private static final Set<String> BASE_UNITS = Set.of("seconds", "bytes");

    @TempDir
    Path temp;

    @Test
    void the_reference_is_what_a_controller_and_an_agent_tell() throws Exception {
        MetricsReference reference = MetricsReference.read();
        PrometheusMeterRegistry agent = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (WholeFleet fleet = new WholeFleet(temp)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.startAgent("ship1", agent);
            fleet.awaitStatus(fleet.run("ship1", "true"), "SUCCEEDED");

            // What has been folded is counted a moment later.
            await().atMost(WholeFleet.PATIENCE)
                    .untilAsserted(() -> assertThat(told(page(fleet))).isEqualTo(written(reference.controller())));
            assertThat(told(Scrape.of(agent.scrape()))).isEqualTo(written(reference.agent()));
        }
    }

    @Test
    void prometheus_spells_the_names_as_the_reference_says() throws Exception {
        MetricsReference reference = MetricsReference.read();
        assertThat(Stream.concat(reference.controller().stream(), reference.agent().stream()))
                .hasSizeGreaterThan(20)
                .allSatisfy(metric -> assertThat(prometheus(metric)).isEqualTo(metric.prometheus()));
    }

    @Test
    void two_hundred_nodes_have_as_many_series_as_one() throws Exception {
        try (WholeFleet fleet = new WholeFleet(temp)) {
            fleet.awaitReady();
            fleet.enrol("ship1");
            fleet.ask("GET", "/api/v1/nodes/ship1", "");
            fleet.run("ship1", "true");
            awaitCounts(fleet, 1, 1);
            page(fleet);
            int before = page(fleet).series();

            for (int i = 2; i <= 200; i++) {
                fleet.enrol("ship" + i);
                fleet.ask("GET", "/api/v1/nodes/ship" + i, "");
            }
            for (int i = 2; i <= 200; i += 9) {
                fleet.run("ship" + i, "domain" + i, "true");
            }

            awaitCounts(fleet, 200, 24);
            assertThat(page(fleet).series()).isEqualTo(before);
        }
    }

    @Test
    void what_clients_make_up_is_no_series() throws Exception {
        try (WholeFleet fleet = new WholeFleet(temp)) {
            fleet.awaitReady();
            fleet.ask("GET", "/made/up/0", "");
            strangeMethod(fleet, 0);
            page(fleet);
            int before = page(fleet).series();

            for (int i = 1; i < 20; i++) {
                assertThat(fleet.ask("GET", "/made/up/" + i, "").statusCode()).isEqualTo(404);
                strangeMethod(fleet, i);
            }

            assertThat(page(fleet).series()).isEqualTo(before);
        }
    }

    private static void awaitCounts(WholeFleet fleet, int nodes, int commands) {
        await(nodes + " nodes, " + commands + " commands")
                .atMost(WholeFleet.PATIENCE)
                .until(
                        () -> fleet.sql("select count(*), count(enrolled or null), (select count(*) from command_state)"
                                + " from node_state"),
                        List.of(nodes + "|" + nodes + "|" + commands)::equals);
    }

    private static void strangeMethod(WholeFleet fleet, int number) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", fleet.controller().httpPort())) {
            String request = "BREW" + "X".repeat(number) + " /api/v1/nodes HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 4");
        }
    }

    private static Scrape page(WholeFleet fleet) throws Exception {
        return Scrape.of(fleet.ask("GET", "/metrics", "").body());
    }

    private static Map<String, Family> told(Scrape scrape) {
        return new TreeMap<>(scrape.families());
    }

    private static Map<String, Family> written(List<Metric> metrics) {
        return metrics.stream()
                .collect(Collectors.toMap(
                        Metric::prometheus,
                        metric -> new Family(metric.prometheus(), metric.type(), metric.meaning(), metric.labels()),
                        (a, b) -> a,
                        TreeMap::new));
    }

    private static String prometheus(Metric metric) {
        Meter.Type type = switch (metric.type()) {
            case "counter" -> Meter.Type.COUNTER;
            case "gauge" -> Meter.Type.GAUGE;
            default -> Meter.Type.TIMER;
        };
        String unit = BASE_UNITS.contains(metric.unit()) ? metric.unit() : null;
        String name = new PrometheusNamingConvention().name(metric.name(), type, unit);
        return type == Meter.Type.COUNTER ? name + "_total" : name;
    }
}
