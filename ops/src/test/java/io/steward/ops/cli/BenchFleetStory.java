package io.steward.ops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small fleet that is measured: real broker and controller, simulated nodes. */
final class BenchFleetStory {
    @TempDir
    Path results;

    @Test
    void a_fleet_in_two_streams_does_all_once_before_and_after_it_was_away() throws Exception {
        int exit = run(
                new StringWriter(),
                "--nodes 6 --partitions 2 --warm 6 --rounds 1 --each 3 --steady 1 --save " + results);
        assertThat(exit).isZero();
        JsonNode found = JsonMapper.builder().build().readTree(Files.readString(results.resolve("fleet.json")));

        assertThat(names(found))
                .contains(
                        "fleet.fanout",
                        "fleet.storm",
                        "fleet.storm.lost",
                        "fleet.storm.twice",
                        "fleet.memory.controller.per1000",
                        "fleet.memory.broker.per1000",
                        "fleet.heartbeats.online");
        assertThat(figure(found, "fleet.fanout").path("ratio").doubleValue()).isPositive();
        assertThat(figure(found, "fleet.storm").path("ratio").doubleValue()).isPositive();
        assertThat(figure(found, "fleet.storm.lost").path("value").doubleValue())
                .isZero();
        assertThat(figure(found, "fleet.storm.twice").path("value").doubleValue())
                .isZero();
        assertThat(results.resolve("fleet.storm.svg")).content().contains("Steward");
    }

    @ParameterizedTest
    @CsvSource({
        "--nodes 0, --nodes 0 is not allowed: use 1 to 20000",
        "--partitions 65, --partitions 65 is not allowed: use 1 to 64",
        "--each 0, --each 0 is not allowed: use 1 to 100"
    })
    void wrong_counts_are_refused(String words, String said) {
        StringWriter err = new StringWriter();
        assertThat(run(err, words)).isEqualTo(2);
        assertThat(err.toString()).contains(said);
    }

    private static int run(StringWriter err, String words) {
        List<String> all = new ArrayList<>(List.of("bench", "fleet"));
        all.addAll(List.of(words.split(" ")));
        var line = Steward.commandLine();
        line.setErr(new PrintWriter(err));
        return line.execute(all.toArray(String[]::new));
    }

    private static JsonNode figure(JsonNode found, String name) {
        for (JsonNode figure : found.path("figures")) {
            if (figure.path("name").asString().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("there is no figure " + name);
    }

    private static List<String> names(JsonNode found) {
        List<String> names = new ArrayList<>();
        found.path("figures").forEach(figure -> names.add(figure.path("name").asString()));
        return names;
    }
}
