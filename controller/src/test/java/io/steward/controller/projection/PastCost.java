package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.NINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.controller.read.CommandFilter;
import io.steward.controller.read.Moment;
import io.steward.controller.read.PastState;
import io.steward.controller.read.ReadSettings;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a question about the past costs with 10,000 commands in the log, beside the same question about now. Not part of
 * the build, by its name.
 */
final class PastCost {
    private static final int COMMANDS = 10_000;
    private static final int NODES = 100;
    private static final int ROUNDS = 7;

    @TempDir
    Path folder;

    @Test
    void the_fleet_half_way_through_ten_thousand_commands() throws Exception {
        List<LogEntry> entries = entries();
        try (StateDatabase database = StateDatabase.open(folder, Duration.ofSeconds(60))) {
            try (H2Projection projection = new H2Projection(
                    database,
                    "COMMANDS",
                    H2Projection.tablesOf("COMMANDS", Streams.single(), new EventBounds(1000, 5000)))) {
                assertThat(projection.position().seq()).isZero();
                for (int from = 0; from < entries.size(); from += 5000) {
                    projection.fold(Entries.batch(entries.subList(from, Math.min(from + 5000, entries.size()))));
                }
            }
            measure(database);
        }
    }

    private static void measure(StateDatabase database) throws Exception {
        try (StateReader now = StateReader.open(
                database.reader("steward_reader", StateDatabase.freshPassword()),
                Streams.single(),
                ReadSettings.DEFAULTS)) {
            PastState recorded = now.at(new Moment(NINE.plusSeconds(2L * COMMANDS), Moment.By.RECORDED));
            PastState event = now.at(new Moment(NINE.plusSeconds(COMMANDS / 2), Moment.By.EVENT));
            NodeName ship = NodeName.of("ship7");
            tell(
                    "nodes now",
                    () -> now.nodes(Optional.empty(), Optional.empty(), 1000)
                            .rows()
                            .size());
            tell(
                    "nodes --at by recorded",
                    () -> recorded.nodes(Optional.empty(), Optional.empty(), 1000)
                            .rows()
                            .size());
            tell(
                    "nodes --at by event",
                    () -> event.nodes(Optional.empty(), Optional.empty(), 1000)
                            .rows()
                            .size());
            tell(
                    "node --at by recorded",
                    () -> recorded.node(ship).orElseThrow().size());
            tell(
                    "commands --at by recorded, 100",
                    () -> recorded.commands(CommandFilter.newest(100)).rows().size());
            tell(
                    "commands --at by event, 100",
                    () -> event.commands(CommandFilter.newest(100)).rows().size());
        }
    }

    private interface Question {
        int rows() throws Exception;
    }

    private static void tell(String what, Question question) throws Exception {
        List<Double> millis = new ArrayList<>();
        int rows = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            rows = question.rows();
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        double first = millis.get(0);
        Collections.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-32s median %7.1f ms, first %7.1f ms, %d rows%n",
                what,
                millis.get(ROUNDS / 2),
                first,
                rows);
        assertThat(rows).isPositive();
    }

    private static List<LogEntry> entries() {
        Entries entries = new Entries("COMMANDS");
        for (int i = 0; i < COMMANDS; i++) {
            NodeName node = NodeName.of("ship" + i % NODES);
            entries.command(Entries.command(i, node));
            entries.ack(node, Entries.ack(i, Status.DELIVERED, 0, Optional.empty()));
            entries.ack(node, Entries.ack(i, Status.STARTED, 1, Optional.empty()));
            entries.ack(node, Entries.ack(i, Status.SUCCEEDED, 1, Optional.of(0)));
        }
        return entries.list();
    }
}
