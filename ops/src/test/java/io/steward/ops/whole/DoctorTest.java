package io.steward.ops.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the look at everything says of a fleet that is well, and of one whose stream somebody changed. */
class DoctorTest {
    @TempDir
    Path folder;

    private static Map<String, String> levels(WholeFleet fleet) throws Exception {
        Map<String, String> levels = new TreeMap<>();
        for (JsonNode check : fleet.json("GET", "/api/v1/doctor").get("checks")) {
            levels.put(check.get("name").asString(), check.get("level").asString());
        }
        return levels;
    }

    private static List<Long> ends(WholeFleet fleet) throws Exception {
        List<Long> ends = new ArrayList<>();
        for (String stream : List.of("COMMANDS", "EVENTS")) {
            ends.add(fleet.connection()
                    .jetStreamManagement()
                    .getStreamInfo(stream)
                    .getStreamState()
                    .getLastSequence());
        }
        return ends;
    }

    @Test
    void it_finds_what_is_wrong_and_stores_nothing() throws Exception {
        try (WholeFleet fleet = new WholeFleet(folder)) {
            fleet.awaitReady();
            List<Long> before = ends(fleet);
            assertThat(levels(fleet))
                    .doesNotContainValue("fail")
                    .containsEntry("subject mappings", "ok")
                    .containsEntry("stream settings", "ok")
                    .containsEntry("nats-server", "ok")
                    .containsEntry("clocks", "ok")
                    .containsEntry("replicas", "warn");
            assertThat(ends(fleet)).isEqualTo(before);
            fleet.connection().jetStreamManagement().deleteStream("PRESENCE");
            assertThat(levels(fleet))
                    .containsEntry("stream settings", "warn")
                    .containsEntry("subject mappings", "fail");
        }
    }
}
