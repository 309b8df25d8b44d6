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

/** What a broker bears, measured small on real servers. */
final class BenchCeilingsStory {
    @TempDir
    Path results;

    @Test
    void consumers_are_made_served_and_there_after_a_restart() throws Exception {
        JsonNode found = measured(
                "consumers-2.10-p2",
                "consumers",
                "--least",
                "5",
                "--most",
                "5",
                "--broker",
                "2.10",
                "--partitions",
                "2",
                "--idle",
                "1");

        List<String> names = names(found);
        assertThat(names).allMatch(name -> name.matches("consumers\\.v2-10-\\d+-p2\\.n5\\..*"));
        assertThat(names.stream().map(name -> name.replaceFirst(".*\\.n5\\.", "")))
                .containsExactly(
                        "create",
                        "publish",
                        "deliver",
                        "delivery.p50",
                        "delivery.p99",
                        "memory",
                        "idle.cpu",
                        "stop",
                        "start");
        assertThat(found.path("figures").path(2).path("ratio").doubleValue()).isPositive();
    }

    @Test
    void three_copies_stand_beside_one() throws Exception {
        JsonNode found =
                measured("replicas", "replicas", "--least", "3", "--most", "5", "--messages", "50", "--idle", "1");

        assertThat(names(found)).contains("replicas.n5.publish.one", "replicas.n5.deliver", "replicas.n5.idle.cpu");
        for (JsonNode figure : found.path("figures")) {
            assertThat(figure.path("limit").isNumber()).as(figure.toString()).isTrue();
        }
        assertThat(results.resolve("replicas-create.svg")).content().contains("three servers");
    }

    @ParameterizedTest
    @CsvSource({
        "consumers --most 0, use 1 to 100000",
        "consumers --least 20 --most 10, use 1 to 10",
        "consumers --partitions 2000, use 1 to 1024",
        "consumers --broker 1.0, '2.15 or the path of a nats-server'",
        "replicas --messages 0, use 1 to 1000000"
    })
    void wrong_counts_are_refused(String words, String said) {
        StringWriter err = new StringWriter();
        var line = Steward.commandLine();
        line.setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words.split(" ")));

        assertThat(line.execute(all.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString()).contains(said);
    }

    private JsonNode measured(String name, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words));
        all.addAll(List.of("--save", results.toString()));
        assertThat(Steward.commandLine().execute(all.toArray(String[]::new))).isZero();
        JsonNode found = JsonMapper.builder().build().readTree(Files.readString(results.resolve(name + ".json")));
        assertThat(found.path("notes").size()).as("nothing was left on its way").isEqualTo(1);
        assertThat(found.path("command").asString()).startsWith("steward bench " + words[0]);
        return found;
    }

    private static List<String> names(JsonNode found) {
        List<String> names = new ArrayList<>();
        found.path("figures").forEach(figure -> names.add(figure.path("name").asString()));
        return names;
    }
}
