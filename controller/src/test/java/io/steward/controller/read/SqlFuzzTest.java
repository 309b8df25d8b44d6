package io.steward.controller.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.controller.projection.StateDatabase;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions and queries of strangers, on the real database: answered or refused, soon, and the next one is answered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlFuzzTest {
    /** A query may use memory until it is ended; what must not happen is that one takes all there is. */
    private static final long MEMORY = 3L << 30;

    @TempDir
    static Path folder;

    private StateDatabase database;
    private StateReader reader;

    @BeforeAll
    void open() throws Exception {
        database = StateDatabase.open(folder.resolve("state"), Duration.ofMillis(500));
        reader = StateReader.open(
                database.reader("api", StateDatabase.freshPassword()),
                Streams.single(),
                new ReadSettings(4, Duration.ofMillis(500)));
    }

    @AfterAll
    void close() throws Exception {
        reader.close();
        database.close();
    }

    @Test
    void conditions_are_answered_or_refused() throws Exception {
        FuzzTarget.of(
                        "where",
                        Grammar.SQL,
                        "online and (labels).site = 'north'",
                        "node in (select node from command_state where overdue)",
                        "node like 'ship%' or \"NODE\" = ';' and not (queued > 3)")
                .refusing(BadQuery.class)
                .inputs(1_000)
                .memory(MEMORY, 2_000)
                .checkText(where -> {
                    reader.nodes(Optional.of(where), Optional.of(where), 10);
                    reader.targets(where);
                });
        assertThat(reader.sql("select count(*) from command_state", 1).rows()).hasSize(1);
    }

    @Test
    void queries_are_answered_or_refused() throws Exception {
        FuzzTarget.of(
                        "query",
                        Grammar.SQL,
                        "SELECT node, online, last_status FROM node_state ORDER BY node",
                        "WITH a AS (SELECT 1 AS n) SELECT * FROM a, command_state WHERE n > 3 GROUP BY 1 HAVING COUNT(*) > 1",
                        "VALUES (1, 'a'), (2, NULL)",
                        "EXPLAIN SELECT * FROM event_log WHERE body LIKE '%x%'")
                .refusing(BadQuery.class)
                .inputs(1_000)
                .memory(MEMORY, 2_000)
                .checkText(query -> reader.sql(query, 10));
        assertThat(reader.sql("select count(*) from command_state", 1).rows()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select space(2000000000)",
                "select length(REPEAT ('x', 2000000000))",
                "select \"LPAD\"('x', 2000000000)",
                "select rpad('x', 2000000000), 'not a ( text'",
                "select secure_rand(2000000000)",
                "select hash('SHA-256', 'x', 2000000000)"
            })
    void a_function_that_takes_everything_at_once_is_refused(String query) {
        assertThatThrownBy(() -> reader.sql(query, 1))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("can't be bounded");
    }

    @Test
    void what_only_looks_like_such_a_function_is_answered() throws Exception {
        assertThat(reader.sql("select 'space(9)', 1 as space, 'it''s repeat (' || node from node_state", 1)
                        .rows())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not (", "-("})
    void what_is_nested_without_end_is_refused(String opening) throws Exception {
        String query = "select " + opening.repeat(5_000) + "1" + ")".repeat(5_000);

        assertThatThrownBy(() -> reader.sql(query, 1))
                .isInstanceOf(BadQuery.class)
                .hasMessageContaining("nested");
        assertThat(reader.sql("select 1", 1).rows()).hasSize(1);
    }
}
