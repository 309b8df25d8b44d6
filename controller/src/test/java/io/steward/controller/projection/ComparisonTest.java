package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.SHIP1;
import static io.steward.controller.projection.Entries.SHIP2;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.projection.RebuildReport.Difference;
import io.steward.controller.projection.RebuildReport.TableReport;
import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two folds of the same log beside each other. */
class ComparisonTest {
    private static final List<LogEntry> COMMANDS = Entries.seeded("COMMANDS", 7, 600);
    private static final Floor ALL = floor(1, true);

    @TempDir
    Path folder;

    private StateDatabase live;
    private StateDatabase rebuilt;

    @BeforeEach
    void open() throws Exception {
        live = StateDatabase.open(folder.resolve("live"), Duration.ofSeconds(30));
        rebuilt = StateDatabase.open(folder.resolve("rebuilt"), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws Exception {
        live.close();
        rebuilt.close();
    }

    @Test
    void the_same_log_has_the_same_fingerprints_however_it_is_cut() throws Exception {
        fold(live, "COMMANDS", COMMANDS, 600);
        fold(rebuilt, "COMMANDS", COMMANDS, 37);
        fold(live, "NODES", nodes(), 100);
        fold(rebuilt, "NODES", nodes(), 1);

        List<TableReport> tables = tables(ALL);

        assertThat(tables)
                .allSatisfy(table -> assertThat(table.equal())
                        .as(table + " " + first(ALL, table.table()))
                        .isTrue());
        assertThat(tables)
                .filteredOn(table -> table.live().rows() > 0)
                .extracting(TableReport::table)
                .contains("command", "transition", "node_totals", "doubt", "node", "node_change", "unreadable");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                update steward.command set exit_code = 77 where exit_code = 1 | command | exit_code
                update steward.command set stdout = null where stdout is not null | command | stdout
                update steward.transition set at = dateadd(second, 1, at) where status = 'QUEUED' | transition | at
                update steward.node_totals set succeeded = succeeded + 1 where node = 'ship2' | node_totals | succeeded
                delete from steward.open_command | open_command | (row)
                update steward.node set os = 'Plan 9' where node = 'ship1' | node | os
                update steward.node set labels = null where node = 'ship1' | node | labels
                delete from steward.node_change where node = 'ship2' | node_change | (row)
                update steward.unreadable set bytes = x'00' | unreadable | bytes
                update steward.position set digest = 'x' where stream = 'COMMANDS' | position | digest
                """)
    void a_planted_difference_is_found_and_named(String sql, String table, String column) throws Exception {
        fold(live, "COMMANDS", COMMANDS, 600);
        fold(rebuilt, "COMMANDS", COMMANDS, 600);
        fold(live, "NODES", nodes(), 100);
        fold(rebuilt, "NODES", nodes(), 100);
        try (Connection connection = live.connect()) {
            assertThat(Jdbc.update(connection, sql, new Jdbc.Row())).isPositive();
        }

        assertThat(tables(ALL))
                .filteredOn(report -> !report.equal())
                .extracting(TableReport::table)
                .containsExactly(table);
        Difference difference = first(ALL, table).orElseThrow();
        assertThat(difference.column()).isEqualTo(column);
        assertThat(difference.key()).isNotEmpty();
        assertThat(difference.live()).isNotEqualTo(difference.rebuilt());
    }

    @Test
    void what_has_left_the_log_is_not_compared_and_the_rest_is() throws Exception {
        int gone = 200;
        List<LogEntry> orderly = orderly(300);
        fold(live, "COMMANDS", orderly, 600);
        fold(rebuilt, "COMMANDS", orderly.subList(gone, orderly.size()), 600);
        Floor floor = floor(gone + 1, true);

        List<TableReport> tables = tables(floor);

        assertThat(tables(ALL)).anySatisfy(table -> assertThat(table.equal()).isFalse());
        Set<String> differing = new HashSet<>();
        tables.stream().filter(table -> !table.equal()).forEach(table -> differing.add(table.table()));
        assertThat(differing)
                .as(differing + " " + differences(floor, differing))
                .isEmpty();
        assertThat(tables)
                .filteredOn(table -> table.table().equals("command"))
                .allSatisfy(table -> assertThat(table.live().rows()).isPositive());
    }

    @Test
    void nodes_whose_older_half_is_gone_are_compared_by_what_they_are_now() throws Exception {
        List<LogEntry> entries = nodes();
        fold(live, "NODES", entries, 100);
        fold(rebuilt, "NODES", entries.subList(2, entries.size()), 100);

        assertThat(tables(floor(1, false)))
                .allSatisfy(
                        table -> assertThat(table.equal()).as(table.toString()).isTrue());
        assertThat(floor(1, false).words()).hasSize(2);
    }

    @Test
    void every_table_is_compared_or_known_to_be_outside() throws Exception {
        List<String> tables;
        try (Connection connection = live.connect()) {
            tables = Jdbc.query(
                    connection,
                    "select table_name from information_schema.tables where table_schema = 'steward'",
                    new Jdbc.Row(),
                    row -> row.getString(1));
        }
        List<String> known = new ArrayList<>(Compared.OUTSIDE);
        Compared.TABLES.forEach(compared -> known.add(compared.table()));
        assertThat(tables).containsExactlyInAnyOrderElementsOf(known);
    }

    private List<TableReport> tables(Floor floor) throws SQLException {
        try (Connection left = live.connect();
                Connection right = rebuilt.connect()) {
            return new Comparison(left, right, floor).tables();
        }
    }

    private Optional<Difference> first(Floor floor, String table) throws SQLException {
        try (Connection left = live.connect();
                Connection right = rebuilt.connect()) {
            return new Comparison(left, right, floor).first(table);
        }
    }

    private List<Difference> differences(Floor floor, Set<String> tables) throws SQLException {
        List<Difference> all = new ArrayList<>();
        for (String table : tables) {
            first(floor, table).ifPresent(all::add);
        }
        return all;
    }

    /** Each command once, its ACKs long after it, and some that contradict. */
    private static List<LogEntry> orderly(int commands) {
        Entries entries = new Entries("COMMANDS");
        for (int i = 0; i < commands; i++) {
            entries.command(Entries.command(i, i % 2 == 0 ? SHIP1 : SHIP2));
            int earlier = i - 50;
            if (earlier >= 0) {
                NodeName node = earlier % 2 == 0 ? SHIP1 : SHIP2;
                entries.ack(node, Entries.ack(earlier, Status.SUCCEEDED, 1, Optional.of(0)));
                if (i % 7 == 0) {
                    entries.ack(node, Entries.ack(earlier, Status.FAILED, 1, Optional.of(1)));
                }
            }
        }
        return entries.list();
    }

    private static List<LogEntry> nodes() {
        return new Entries("NODES")
                .hello(SHIP1, "1.0")
                .hello(SHIP2, "1.0")
                .enrolled(SHIP1)
                .facts(SHIP1, "north")
                .hello(SHIP1, "1.1")
                .hello(SHIP2, "1.1")
                .connection(SHIP1, true)
                .facts(SHIP1, "south")
                .list();
    }

    private static Floor floor(long first, boolean nodesWhole) {
        return new Floor(
                Map.of("COMMANDS", first, Streams.NODES, 1L, Streams.EVENTS, 1L),
                Set.of("COMMANDS", Streams.NODES, Streams.EVENTS),
                nodesWhole,
                List.of("COMMANDS"));
    }

    private static void fold(StateDatabase database, String stream, List<LogEntry> entries, int batch) {
        try (H2Projection projection = new H2Projection(
                database, stream, H2Projection.tablesOf(stream, Streams.single(), EventBounds.DEFAULTS))) {
            projection.position();
            for (int from = 0; from < entries.size(); from += batch) {
                List<LogEntry> part = entries.subList(from, Math.min(entries.size(), from + batch));
                LogEntry last = entries.get(entries.size() - 1);
                projection.fold(new io.steward.controller.log.Batch(stream, Entries.NINE, part, last.seq()));
            }
        }
    }
}
