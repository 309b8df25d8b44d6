package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.NINE;
import static io.steward.controller.projection.Entries.SHIP1;
import static io.steward.controller.projection.Entries.SHIP2;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.log.Batch;
import io.steward.controller.read.CommandFilter;
import io.steward.controller.read.Moment;
import io.steward.controller.read.PastState;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import io.steward.model.command.Ack;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The fleet at past moments, told by the histories and by a second way that does not know them. */
class PastTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 4})
    void what_was_known_then_is_what_a_fresh_fold_stopped_there_gives(long seed) throws Exception {
        List<LogEntry> commands = Entries.seeded("COMMANDS", seed, 200);
        List<LogEntry> nodes = nodes();
        try (StateDatabase whole = folded("whole", commands, nodes);
                StateReader now = reader(whole)) {
            for (int stop : List.of(1, 40, 111, 200)) {
                Instant at = NINE.plusSeconds(stop - 1);
                List<LogEntry> heard = nodes.subList(0, Math.min(stop, nodes.size()));
                try (StateDatabase part = folded("stop" + stop, commands.subList(0, stop), heard);
                        StateReader then = reader(part)) {
                    PastState past = now.at(new Moment(at, Moment.By.RECORDED));
                    Table known = past.commands(CommandFilter.newest(1000));

                    assertThat(plain(known)).isEqualTo(plain(then.commands(CommandFilter.newest(1000))));
                    assertThat(known.rows().size()).isGreaterThanOrEqualTo(stop / 10);
                    assertThat(plain(past.nodes(Optional.empty(), Optional.empty(), 100)))
                            .as("nodes at " + stop)
                            .isEqualTo(plain(then.nodes(Optional.empty(), Optional.empty(), 100)));
                    assertThat(past.nodeHistory(SHIP1, 100).rows())
                            .isEqualTo(then.nodeHistory(SHIP1, 100).rows());
                    CommandFilter some = new CommandFilter(
                            Optional.of(SHIP1),
                            Optional.of(Status.DELIVERED),
                            Optional.of("shellcommand"),
                            Optional.empty(),
                            Optional.empty(),
                            1000);
                    assertThat(plain(past.commands(some))).isEqualTo(plain(then.commands(some)));
                }
            }
        }
    }

    @Test
    void what_had_happened_by_then_is_told_by_the_nodes_clocks_however_late_the_log_heard_of_it() throws Exception {
        Entries entries = new Entries("COMMANDS");
        Map<Integer, Ack> ends = new LinkedHashMap<>();
        for (int i = 0; i < 40; i++) {
            entries.command(Entries.command(i, SHIP1));
        }
        for (int i = 0; i < 40; i++) {
            Instant delivered = NINE.plusSeconds(i);
            Ack end = new Ack(
                    Entries.id(i),
                    i % 3 == 0 ? Status.FAILED : Status.SUCCEEDED,
                    delivered.plusSeconds(20),
                    Optional.of(delivered),
                    Optional.of(delivered.plusSeconds(5)),
                    1,
                    Optional.of(i % 3),
                    Output.NONE,
                    Optional.empty());
            ends.put(i, end);
            entries.ack(SHIP1, end);
        }
        try (StateDatabase database = folded("late", entries.list(), List.of());
                StateReader reader = reader(database)) {
            for (int second = 0; second < 70; second += 3) {
                Instant at = NINE.plusSeconds(second).plusMillis(500);
                PastState past = reader.at(new Moment(at, Moment.By.EVENT));
                List<String> expected = new ArrayList<>();
                ends.forEach((number, end) -> expected.add(0, number + " " + statusAt(end, at)));

                List<String> told = new ArrayList<>();
                for (Map<String, @Nullable Object> row :
                        past.commands(CommandFilter.newest(100)).maps()) {
                    told.add((39 - told.size()) + " " + row.get("status"));
                    boolean ended = at.isAfter(NINE.plusSeconds(39 - told.size() + 1 + 20));
                    assertThat(row.get("exit_code") != null).isEqualTo(ended);
                    assertThat(row.get("finished_at") != null).isEqualTo(ended);
                }
                assertThat(told).as("at " + at).isEqualTo(expected);
                long ok = expected.stream()
                        .filter(line -> line.endsWith("SUCCEEDED"))
                        .count();
                assertThat(past.node(SHIP1).orElseThrow()).containsEntry("succeeded", ok);
            }
        }
    }

    @Test
    void a_condition_is_about_the_node_as_it_was() throws Exception {
        try (StateDatabase database = folded("where", List.of(), nodes());
                StateReader reader = reader(database)) {
            Optional<String> north = Optional.of("(labels).site = 'north'");
            assertThat(names(reader.at(at(3)).nodes(north, Optional.empty(), 10)))
                    .containsExactly("ship1");
            assertThat(names(reader.at(at(60)).nodes(north, Optional.empty(), 10)))
                    .isEmpty();
            assertThat(reader.at(at(60))
                            .nodes(Optional.empty(), Optional.of("ship1"), 10)
                            .maps())
                    .extracting(row -> row.get("node"))
                    .containsExactly("ship2");
            assertThat(reader.at(at(60)).node(SHIP1).orElseThrow()).containsEntry("online", true);
            assertThat(reader.at(at(3)).node(SHIP1).orElseThrow()).containsEntry("online", false);
            assertThat(reader.at(at(-1)).node(SHIP1)).isEmpty();
        }
    }

    @Test
    void late_then_is_late_by_the_clock_of_then() throws Exception {
        Entries entries = new Entries("COMMANDS").command(Entries.command(1, SHIP2));
        try (StateDatabase database = folded("late", entries.list(), List.of());
                StateReader reader = reader(database)) {
            assertThat(reader.at(at(3600))
                            .commands(CommandFilter.newest(1))
                            .maps()
                            .get(0))
                    .containsEntry("overdue", false);
            assertThat(reader.at(at(3601))
                            .commands(CommandFilter.newest(1))
                            .maps()
                            .get(0))
                    .containsEntry("overdue", true);
        }
    }

    private static Status statusAt(Ack end, Instant at) {
        if (!end.at().isAfter(at)) {
            return end.status();
        }
        if (!end.startedAt().orElseThrow().isAfter(at)) {
            return Status.STARTED;
        }
        return end.deliveredAt().orElseThrow().isAfter(at) ? Status.QUEUED : Status.DELIVERED;
    }

    private static Moment at(long second) {
        return new Moment(NINE.plusSeconds(second), Moment.By.RECORDED);
    }

    private static List<@Nullable Object> names(Table table) {
        return table.rows().stream().<@Nullable Object>map(row -> row.get(0)).toList();
    }

    /** Without what depends on the time of asking: late now is not late then, and online comes from heartbeats now. */
    private static List<Map<String, @Nullable Object>> plain(Table table) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> row : table.maps()) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>(row);
            plain.keySet().removeAll(List.of("overdue", "online"));
            plain.computeIfPresent("labels", (name, labels) -> JSON.readTree(labels.toString()));
            rows.add(plain);
        }
        return rows;
    }

    private static List<LogEntry> nodes() {
        Entries entries = new Entries("NODES");
        entries.hello(SHIP1, "1.0")
                .facts(SHIP1, "north")
                .connection(SHIP1, false)
                .enrolled(SHIP1);
        entries.hello(SHIP2, "1.0").connection(SHIP2, true).hello(SHIP1, "1.1").facts(SHIP1, "south");
        for (int i = 0; i < 40; i++) {
            NodeName node = i % 3 == 0 ? SHIP1 : SHIP2;
            entries.connection(node, i % 2 == 0).hello(node, "1." + i);
        }
        return entries.connection(SHIP1, true).list().subList(0, 50);
    }

    private StateDatabase folded(String name, List<LogEntry> commands, List<LogEntry> nodes) throws Exception {
        StateDatabase database = StateDatabase.open(folder.resolve(name), Duration.ofSeconds(30));
        fold(database, "COMMANDS", commands);
        fold(database, "NODES", nodes);
        return database;
    }

    private static void fold(StateDatabase database, String stream, List<LogEntry> entries) {
        try (H2Projection projection = new H2Projection(
                database, stream, H2Projection.tablesOf(stream, Streams.single(), EventBounds.DEFAULTS))) {
            projection.position();
            for (int from = 0; from < entries.size(); from += 7) {
                List<LogEntry> part = entries.subList(from, Math.min(entries.size(), from + 7));
                projection.fold(new Batch(stream, NINE, part, entries.size()));
            }
        }
    }

    private static StateReader reader(StateDatabase database) throws Exception {
        return StateReader.open(
                database.reader("api", StateDatabase.freshPassword()), Streams.single(), ReadSettings.DEFAULTS);
    }
}
