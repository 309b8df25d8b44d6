package io.steward.controller.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.projection.BreakingConnections.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The state database is always what the log gives up to its position, whatever goes wrong between two calls to it and
 * whatever is lost on the way to it. {@value #SEED} replays one seed; {@value #SEEDS} says how many are tried. Half of them
 * are always the same, the others new in each run.
 */
class ProjectionCrashProperties {
    static final String SEED = "steward.crash.seed";
    static final String SEEDS = "steward.crash.seeds";
    private static final Logger PROJECTION = Logger.getLogger("io.steward.controller.projection");
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @BeforeAll
    static void the_projection_is_quiet() {
        PROJECTION.setLevel(Level.OFF);
    }

    @AfterAll
    static void the_projection_speaks() {
        PROJECTION.setLevel(null);
    }

    @Test
    void rows_and_position_are_always_of_one_moment() throws Exception {
        Map<Kind, Integer> broken = new EnumMap<>(Kind.class);
        int holes = 0;
        int runs = 0;
        try (StateDatabase live = StateDatabase.open(folder.resolve("live"), LONGEST_QUERY);
                StateDatabase fresh = StateDatabase.open(folder.resolve("fresh"), LONGEST_QUERY)) {
            for (long seed : seeds().toArray()) {
                FollowedLog run = new FollowedLog(seed, live, fresh);
                try {
                    run.follow();
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(
                            "seed " + seed + ": " + e.getMessage() + "\nreplay: -D" + SEED + "=" + seed, e);
                }
                run.broken().forEach((kind, count) -> broken.merge(kind, count, Integer::sum));
                holes += run.holes();
                runs++;
                clear(live);
                clear(fresh);
            }
        }
        System.out.printf("%d logs, %d holes, %s%n", runs, holes, broken);
        if (runs >= 50) {
            assertThat(broken).containsOnlyKeys(Kind.values());
            assertThat(holes).isPositive();
        }
    }

    private static void clear(StateDatabase database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String table : Jdbc.query(
                    connection,
                    "select table_name from information_schema.tables where table_schema = 'steward'"
                            + " and table_type = 'BASE TABLE' and table_name not in ('flyway_schema_history')",
                    new Jdbc.Row(),
                    row -> row.getString(1))) {
                statement.execute("delete from steward.\"" + table + "\"");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static LongStream seeds() {
        Long one = Long.getLong(SEED);
        if (one != null) {
            return LongStream.of(one);
        }
        int many = Integer.getInteger(SEEDS, 120);
        long begin = System.nanoTime();
        return LongStream.concat(LongStream.rangeClosed(1, many / 2), LongStream.range(begin, begin + many - many / 2));
    }
}
