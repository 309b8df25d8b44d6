package io.steward.controller.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader asks can take neither all memory nor all time. */
class SqlBlowUpTest {
    private static final long LONGEST_MILLIS = 30_000;

    @TempDir
    Path folder;

    @Test
    void no_question_ends_a_small_controller_or_runs_away_through_either_door() throws Exception {
        Process attacked = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx192m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SqlBlowUp.class.getName(),
                        folder.resolve("state").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        String said = new String(attacked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(attacked.waitFor(1, TimeUnit.MINUTES)).isTrue();

        List<String> lines = said.lines().toList();
        assertThat(lines)
                .as(said)
                .hasSize(2 * (SqlBlowUp.ON_TIME.size() + SqlBlowUp.ON_MEMORY.size()) + 1)
                .endsWith("ALIVE");
        assertThat(lines.stream().filter(line -> line.contains(" | "))).allSatisfy(line -> {
            assertThat(line).doesNotContain("heap space", "I/O error", "has been closed", "Out of memory");
            assertThat(Long.parseLong(line.split(" \\| ")[1].replace(" ms", "")))
                    .as(line)
                    .isLessThan(LONGEST_MILLIS);
        });
        assertThat(lines.stream().filter(line -> line.contains("took too much memory")))
                .as(said)
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 'repeat(1)' from node_state",
                "select repeat from (select 1 as repeat) t",
                "select node from node_state where node regexp '^(ship|shop)[0-9]+$'",
                "select node || ' ' || os || ' ' || arch from node_state where node in (select node from event_log)"
            })
    void what_only_looks_like_it_is_allowed(String query) {
        assertThat(Costly.problem(query)).isEmpty();
    }
}
