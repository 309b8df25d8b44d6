package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What waiting costs, measured for a moment on real processes. */
final class BenchIdleStory {
    private static final String WORDS = "bench idle --nodes 3 --starts 1 --settle 0 --heartbeat 1 --seconds 2 --save ";

    @TempDir
    Path results;

    @Test
    void an_agent_that_waits_stands_beside_a_bare_connection_that_waits() throws Exception {
        assertThat(Steward.commandLine().execute((WORDS + results).split(" "))).isZero();

        JsonNode found = JsonMapper.builder().build().readTree(Files.readString(results.resolve("idle.json")));
        Map<String, JsonNode> figures = new TreeMap<>();
        found.path("figures").forEach(figure -> figures.put(figure.path("name").asString(), figure));
        assertThat(figures)
                .containsKeys(
                        "idle.agent.cpu",
                        "idle.connection.cpu",
                        "idle.controller.cpu.nodes",
                        "idle.controller.rss.per1000",
                        "idle.broker.rss.per1000",
                        "idle.broker.cpu.nodes");
        for (String name : List.of(
                "idle.agent.rss",
                "idle.agent.rss.own",
                "idle.agent.threads",
                "idle.agent.wire",
                "idle.agent.start",
                "idle.agent.start.said",
                "idle.connection.rss",
                "idle.connection.start",
                "idle.controller.rss",
                "idle.controller.rss.nodes",
                "idle.broker.rss.nodes")) {
            assertThat(figures.get(name).path("ratio").doubleValue()).as(name).isPositive();
        }
        for (String name : List.of("idle.agent.rss", "idle.agent.start", "idle.agent.wire")) {
            assertThat(figures.get(name).path("goal").asString()).as(name).startsWith("≤ ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--nodes 0, --nodes 0 is not allowed: use 1 to 100000",
        "--starts 101, --starts 101 is not allowed: use 1 to 100",
        "--settle -1, --settle -1 is not allowed: use 0 to 3600",
        "--heartbeat 0, --heartbeat 0 is not allowed: use 1 to 3600",
        "--seconds 0, --seconds 0 is not allowed: use 1 to 7200"
    })
    void wrong_counts_are_refused(String words, String said) {
        StringWriter err = new StringWriter();
        var line = Steward.commandLine();
        line.setErr(new PrintWriter(err));

        assertThat(line.execute(("bench idle " + words).split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(said);
    }
}
