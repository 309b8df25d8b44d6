package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.steward.ops.monitoring.AlertRules;
import io.steward.ops.monitoring.AlertRules.Alert;
import io.steward.ops.monitoring.Dashboards;
import io.steward.ops.monitoring.Dashboards.Query;
import io.steward.ops.monitoring.GrafanaMacros;
import io.steward.ops.monitoring.MetricsReference;
import io.steward.ops.monitoring.MetricsReference.Equation;
import io.steward.ops.monitoring.Ops;
import io.steward.ops.monitoring.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * A fleet of its own, watched by a real Prometheus with the shipped configuration: it works, loses its broker for a while and
 * works again. Then everything that dashboards, alerts and the reference ask has an answer.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class MonitoringStory {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<String> EMPTY_WHEN_ALL_IS_WELL = Set.of(
            "fleet.json, Clocks",
            "commands.json, Overdue",
            "projection.json, Delivery findings",
            "node.json, Its delivery findings");
    private static final String AWAY = "ship3"; // it has done something, and something waits for it
    private static final Set<Integer> NUMBERS =
            Set.of(Types.INTEGER, Types.BIGINT, Types.DOUBLE, Types.NUMERIC, Types.REAL, Types.SMALLINT);
    private static final Pattern URI = Pattern.compile("postgresql://([^:]+):([^@]+)@(.+)");

    private final RunningFleet fleet = RunningFleet.start();
    private @Nullable PrometheusServer started;
    private final Path folder = fleet.home().resolve("prometheus");

    @BeforeAll
    void a_watched_fleet_that_works_and_loses_its_broker_for_a_while() throws Exception {
        Files.createDirectories(folder);
        started = PrometheusServer.start(configuration(), folder);
        holds("sum(up) == 4");
        work();
        assertThat(fleet.steward("stop", "broker").exit()).isZero();
        assertThat(fleet.send("ship1", "true", Map.of())).isEmpty();
        firing("StewardBrokerAway");
        firing("StewardNotReady");
        assertThat(fleet.steward("start", "broker").exit()).isZero();
        holds("steward_ready == 1 and steward_broker_connected == 1");
        holds("sum(steward_agent_connected) == 3");
        work();
        assertThat(fleet.steward("stop", AWAY).exit()).isZero();
        fleet.awaitOnline(AWAY, false);
        fleet.send(AWAY, "true");
        work("ship1", "ship2");
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
        fleet.close();
    }

    private PrometheusServer prometheus() {
        return Objects.requireNonNull(started);
    }

    static List<Query> promql() throws IOException {
        return Dashboards.queries("promql");
    }

    static List<Query> sql() throws IOException {
        return Dashboards.queries("sql");
    }

    static List<Alert> alerts() throws IOException {
        return AlertRules.read();
    }

    @ParameterizedTest
    @MethodSource("promql")
    void every_question_of_a_dashboard_has_an_answer(Query query) {
        holds(GrafanaMacros.promql(query.text()));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void what_an_alert_compares_is_there(Alert alert) {
        holds(alert.compared());
    }

    @Test
    void the_rules_are_loaded_and_well() throws Exception {
        assertThat(prometheus().get("/api/v1/rules").findValuesAsString("health"))
                .hasSameSizeAs(alerts())
                .containsOnly("ok");
    }

    @Test
    void each_alert_fires_when_it_should_and_not_before() throws Exception {
        Path shipped = Ops.folder().resolve("prometheus");
        assertThat(AlertRules.fired())
                .containsExactlyInAnyOrderElementsOf(
                        alerts().stream().map(Alert::name).toList());
        assertThat(PrometheusServer.promtool(shipped, "check", "rules", "rules.yml"))
                .contains("SUCCESS: " + alerts().size() + " rules found");
        assertThat(PrometheusServer.promtool(shipped, "test", "rules", "rules.test.yml"))
                .contains("SUCCESS");
    }

    @ParameterizedTest
    @MethodSource("sql")
    void every_sql_of_a_dashboard_is_answered_on_the_sql_port(Query query) throws SQLException {
        Matcher uri = URI.matcher(String.valueOf(fleet.endpoints().get("sql")));
        assertThat(uri.matches()).isTrue();
        String url = "jdbc:postgresql://" + uri.group(3) + "?preferQueryMode=simple";
        try (Connection connection = DriverManager.getConnection(url, uri.group(1), uri.group(2));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        GrafanaMacros.lastHour(Instant.now(), AWAY).sql(query.text()))) {
            boolean some = rows.next();
            if (query.format().equals("time_series")) {
                drawable(rows.getMetaData());
            }
            assertThat(some || EMPTY_WHEN_ALL_IS_WELL.contains(query.where()))
                    .as("rows of %s", query)
                    .isTrue();
        }
    }

    private static void drawable(ResultSetMetaData columns) throws SQLException {
        assertThat(columns.getColumnName(1)).isEqualTo("time");
        int numbers = 0;
        for (int i = 2; i <= columns.getColumnCount(); i++) {
            numbers += NUMBERS.contains(columns.getColumnType(i)) ? 1 : 0;
        }
        assertThat(numbers).isEqualTo(1);
    }

    private void holds(String promql) {
        await(promql).atMost(PATIENCE).until(() -> !prometheus().ask(promql).isEmpty());
    }

    /** Its expression is true; the rest is a matter of time. */
    private void firing(String alert) {
        await(alert).atMost(PATIENCE).until(() -> {
            for (JsonNode active : prometheus().get("/api/v1/alerts").get("alerts")) {
                if (active.at("/labels/alertname").asString().equals(alert)) {
                    return true;
                }
            }
            return false;
        });
    }

    private void work(String... nodes) {
        for (String node : nodes) {
            fleet.ended(fleet.send(node, "true"));
        }
        fleet.ended(fleet.send("ship1", "echo oh >&2; exit 3"));
    }

    /** Works, and waits for rest: then the equations hold. */
    private void work() throws IOException {
        work("ship1", "ship2", "ship3");
        for (Equation equation : MetricsReference.read().equations()) {
            holds(equation.promql());
        }
    }

    /** The shipped configuration, with this fleet's addresses and files, and without patience. */
    private Path configuration() throws IOException {
        Path shipped = Ops.folder().resolve("prometheus");
        String text = Files.readString(shipped.resolve("prometheus.yml"));
        Map<String, String> here = Map.of(
                "127.0.0.1:8080",
                String.valueOf(fleet.endpoints().get("http")).replace("http://", ""),
                "credentials_file: prometheus.token",
                "credentials_file: \"" + fleet.data().resolve("keys/prometheus.token") + "\"",
                "credentials_file: metrics.token",
                "credentials_file: \"" + fleet.data().resolve("keys/metrics.token") + "\"",
                "\"agents.json\"",
                "\"" + fleet.data().resolve("run/agents.json") + "\"",
                "scrape_interval: 15s",
                "scrape_interval: 1s",
                "evaluation_interval: 15s",
                "evaluation_interval: 1s");
        for (Map.Entry<String, String> change : here.entrySet()) {
            assertThat(text).contains(change.getKey());
            text = text.replace(change.getKey(), change.getValue());
        }
        Files.copy(shipped.resolve("rules.yml"), folder.resolve("rules.yml"));
        return Files.writeString(folder.resolve("prometheus.yml"), text);
    }
}
