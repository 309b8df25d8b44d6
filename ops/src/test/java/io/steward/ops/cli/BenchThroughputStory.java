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

/** A few commands that are measured: real brokers and controllers, simulated nodes and an agent. */
final class BenchThroughputStory {
    @TempDir
    Path results;

    @Test
    void every_figure_stands_beside_its_limit() throws Exception {
        int exit = run(new StringWriter(), "--nodes 1,3 --commands 30 --warm 10 --shell 8 --save " + results);
        assertThat(exit).isZero();
        JsonNode found = JsonMapper.builder().build().readTree(Files.readString(results.resolve("throughput.json")));
        assertThat(names(found))
                .containsExactly(
                        "throughput.nodes1.noop",
                        "throughput.nodes1.noop.concurrency4",
                        "throughput.nodes3.noop",
                        "throughput.nodes3.noop.concurrency4",
                        "throughput.node1.true.concurrency4");
        for (JsonNode figure : found.path("figures")) {
            double value = figure.path("value").doubleValue();
            double limit = figure.path("limit").doubleValue();
            assertThat(value).isPositive();
            assertThat(limit).isPositive();
            assertThat(figure.path("ratio").doubleValue()).isEqualTo(value / limit);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'--nodes 1,0', --nodes 0 is not allowed: use 1 to 10000",
        "--commands 0, --commands 0 is not allowed: use 1 to 1000000",
        "--warm 0, --warm 0 is not allowed: use 1 to 1000000",
        "--shell -1, --shell -1 is not allowed: use 0 to 100000"
    })
    void wrong_counts_are_refused(String words, String said) {
        StringWriter err = new StringWriter();
        assertThat(run(err, words)).isEqualTo(2);
        assertThat(err.toString()).contains(said);
    }

    private static int run(StringWriter err, String words) {
        List<String> all = new ArrayList<>(List.of("bench", "throughput"));
        all.addAll(List.of(words.split(" ")));
        var line = Steward.commandLine();
        line.setErr(new PrintWriter(err));
        return line.execute(all.toArray(String[]::new));
    }

    private static List<String> names(JsonNode found) {
        List<String> names = new ArrayList<>();
        found.path("figures").forEach(figure -> names.add(figure.path("name").asString()));
        return names;
    }
}
