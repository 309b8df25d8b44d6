package io.steward.ops.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.command.Status;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The promises in thousands of worlds, each made from a seed. {@value #SEED} replays one; {@value #SEEDS} says how many
 * are tried. Half of them are always the same, the others new in each run.
 */
class SimulationTest {
    static final String SEED = "steward.sim.seed";
    static final String SEEDS = "steward.sim.seeds";
    private static final Logger AGENT = Logger.getLogger("io.steward.agent");

    @BeforeAll
    static void agents_are_quiet() {
        AGENT.setLevel(Level.OFF);
    }

    @AfterAll
    static void agents_speak() {
        AGENT.setLevel(null);
    }

    @Test
    void whatever_breaks_every_promise_is_kept() {
        long started = System.nanoTime();
        Map<Status, Integer> ends = new EnumMap<>(Status.class);
        long[] sums = new long[5];
        try (Strands strands = new Strands()) {
            seeds().forEach(seed -> {
                Simulation.Result result = Simulation.run(seed, strands);
                result.states().values().forEach(state -> ends.merge(state.status(), 1, Integer::sum));
                sums[0]++;
                sums[1] += result.commands();
                sums[2] += result.steps();
                sums[3] += result.gaveUp() ? 1 : 0;
                sums[4] += result.outOfOrder() ? 1 : 0;
            });
        }
        System.out.printf(
                "%d worlds, %d commands, %d steps in %d s; lost deliveries given up in %d, order lost by that in %d; ends %s%n",
                sums[0],
                sums[1],
                sums[2],
                Duration.ofNanos(System.nanoTime() - started).toSeconds(),
                sums[3],
                sums[4],
                ends);
        if (sums[0] >= 500) {
            assertThat(ends)
                    .containsKeys(
                            Status.SUCCEEDED,
                            Status.FAILED,
                            Status.TIMED_OUT,
                            Status.CANCELED,
                            Status.EXPIRED,
                            Status.SUPERSEDED,
                            Status.INTERRUPTED);
        }
    }

    @Test
    void a_seed_makes_the_same_world_every_time() {
        try (Strands strands = new Strands()) {
            for (long seed = 1; seed <= 20; seed++) {
                assertThat(Simulation.run(seed, strands)).isEqualTo(Simulation.run(seed, strands));
            }
        }
    }

    private static LongStream seeds() {
        Long one = Long.getLong(SEED);
        if (one != null) {
            return LongStream.of(one);
        }
        int many = Integer.getInteger(SEEDS, 2000);
        long fresh = System.nanoTime();
        return LongStream.concat(LongStream.rangeClosed(1, many / 2), LongStream.range(fresh, fresh + many - many / 2));
    }
}
