package io.steward.ops.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short storm over a real fleet; {@code -Dsteward.chaos.seed=S} replays a plan. */
class ChaosStory {
    private static final int FAULTS = 15;

    @TempDir
    Path folder;

    @Test
    void every_promise_holds_through_fifteen_faults() throws Exception {
        long seed = Long.getLong("steward.chaos.seed", new SecureRandom().nextInt(1_000_000_000));
        System.out.println("chaos with seed " + seed);
        Path run = folder.resolve("run");

        ChaosResult result = Chaos.of(
                        new ChaosOptions(FAULTS, seed, 2, false, false, Set.of(), Optional.of(run)),
                        System.out::println)
                .run();

        assertThat(result.violations()).as("seed " + seed).isEmpty();
        assertThat(result.faults().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(FAULTS);
        assertThat(result.counts().get("commands accepted")).isGreaterThan(20);
        assertThat(result.compared().get("command_state")).isGreaterThan(20);
        assertThat(survivors(run)).as("processes that outlived the run").isZero();
    }

    private static long survivors(Path run) throws Exception {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .map(process -> process.resolve("environ"))
                    .filter(environment -> marked(environment, run))
                    .count();
        }
    }

    private static boolean marked(Path environment, Path run) {
        try {
            return Files.readString(environment, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains("SCRATCH_FOLDER=" + run.toRealPath());
        } catch (java.io.IOException e) {
            return false; // gone, somebody else's, or no process
        }
    }
}
