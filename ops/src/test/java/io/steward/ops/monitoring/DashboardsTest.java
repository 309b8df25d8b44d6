package io.steward.ops.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.ops.monitoring.Dashboards.Dashboard;
import io.steward.ops.monitoring.Dashboards.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The shipped dashboards as files: whole, tidy, and about nothing that there is not. */
final class DashboardsTest {
    private static final Pattern METRIC = Pattern.compile("steward_[a-z_]+");
    private static final Set<String> UNITS = Set.of("short", "s", "percentunit", "cps", "reqps", "bytes");
    private static final int COLUMNS = 24;

    static List<Dashboard> dashboards() throws IOException {
        return Dashboards.all();
    }

    @Test
    void there_are_the_four_that_are_promised() throws IOException {
        assertThat(dashboards())
                .extracting(Dashboard::file)
                .containsExactly("commands.json", "fleet.json", "node.json", "projection.json");
        assertThat(dashboards())
                .extracting(dashboard -> dashboard.json().get("uid").asString())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_have_an_id_a_title_and_a_description_of_their_own(Dashboard dashboard) {
        assertThat(dashboard.json().get("schemaVersion").asInt()).isEqualTo(39);
        assertThat(dashboard.panels()).hasSizeGreaterThan(5);
        for (String field : List.of("id", "title", "description")) {
            assertThat(dashboard.panels())
                    .extracting(panel -> panel.path(field).asString(""))
                    .doesNotContain("")
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panels_stand_side_by_side(Dashboard dashboard) {
        Map<Integer, String> taken = new HashMap<>();
        for (JsonNode panel : dashboard.panels()) {
            JsonNode place = panel.get("gridPos");
            int right = place.get("x").asInt() + place.get("w").asInt();
            assertThat(right).isLessThanOrEqualTo(COLUMNS);
            for (int y = place.get("y").asInt();
                    y < place.get("y").asInt() + place.get("h").asInt();
                    y++) {
                for (int x = place.get("x").asInt(); x < right; x++) {
                    assertThat(taken.put(y * COLUMNS + x, panel.get("title").asString()))
                            .as("beside %s at %d, %d", panel.get("title"), x, y)
                            .isNull();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_panel_has_a_unit_and_every_question_a_letter(Dashboard dashboard) {
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.at("/fieldConfig/defaults/unit").asString(""))
                    .as("%s", panel.get("title"))
                    .isIn(UNITS);
            assertThat(Dashboards.list(panel.get("targets")))
                    .isNotEmpty()
                    .extracting(target -> target.get("refId").asString())
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_datasource_is_provisioned(Dashboard dashboard) throws IOException {
        Set<JsonNode> provisioned = provisioned();
        assertThat(provisioned).hasSize(2);
        assertThat(dashboard.json().findValues("datasource"))
                .isNotEmpty()
                .allSatisfy(found -> assertThat(provisioned).contains(found));
    }

    @Test
    void what_is_asked_is_in_the_reference_and_what_is_in_the_reference_is_asked() throws IOException {
        MetricsReference reference = MetricsReference.read();
        Set<String> known = Stream.concat(reference.controller().stream(), reference.agent().stream())
                .map(MetricsReference.Metric::prometheus)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> asked = METRIC.matcher(everythingAsked())
                .results()
                .map(match -> match.group().replaceFirst("_(bucket|sum|count|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).isEqualTo(known);
    }

    private static String everythingAsked() throws IOException {
        return Dashboards.queries("promql").stream().map(Query::text).collect(Collectors.joining("\n"))
                + AlertRules.read().stream().map(AlertRules.Alert::expression).collect(Collectors.joining("\n"));
    }

    private static Set<JsonNode> provisioned() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode file =
                yaml.readTree(Files.readString(Ops.folder().resolve("grafana/provisioning/datasources/steward.yml")));
        return Dashboards.list(file.get("datasources")).stream()
                .map(source -> yaml.createObjectNode()
                        .put("type", source.get("type").asString())
                        .put("uid", source.get("uid").asString()))
                .collect(Collectors.toSet());
    }
}
