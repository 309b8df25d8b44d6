package io.steward.ops.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard and the rules ask for is really there. */
@ExtendWith(FleetExtension.class)
final class MonitoringStory {
    private static final Path OPS =
            Path.of(System.getProperty("steward.root", "")).resolve("ops");
    private static final Pattern METRIC = Pattern.compile("steward_[a-z_]+");

    private final RunningFleet fleet;

    MonitoringStory(RunningFleet fleet) {
        this.fleet = fleet;
    }

    @ParameterizedTest
    @ValueSource(strings = {"grafana/dashboards/fleet.json", "prometheus/rules.yml"})
    void every_metric_that_is_asked_for_is_told(String file) throws IOException {
        fleet.steward("run", "--all", "--", "true");
        Set<String> told = fleet.request("GET", "/metrics", "", Map.of())
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
        Set<String> asked = METRIC.matcher(Files.readString(OPS.resolve(file)))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).hasSizeGreaterThan(3);
        assertThat(told).containsAll(asked);
    }

    @Test
    void the_dashboard_has_its_panels_side_by_side_and_one_id_each() throws IOException {
        List<Map<String, Object>> panels = panels();
        assertThat(panels.stream().map(panel -> panel.get("id"))).doesNotHaveDuplicates();
        boolean[][] taken = new boolean[100][24];
        for (Map<String, Object> panel : panels) {
            Map<?, ?> place = (Map<?, ?>) panel.get("gridPos");
            for (int y = at(place, "y"); y < at(place, "y") + at(place, "h"); y++) {
                for (int x = at(place, "x"); x < at(place, "x") + at(place, "w"); x++) {
                    assertThat(taken[y][x])
                            .as("%s at %d, %d", panel.get("title"), x, y)
                            .isFalse();
                    taken[y][x] = true;
                }
            }
        }
    }

    private static int at(Map<?, ?> place, String side) {
        return ((Number) place.get(side)).intValue();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // a dashboard's panels are objects
    private static List<Map<String, Object>> panels() throws IOException {
        return (List) RunningFleet.rows(
                RunningFleet.object(Files.readString(OPS.resolve("grafana/dashboards/fleet.json"))), "panels");
    }
}
