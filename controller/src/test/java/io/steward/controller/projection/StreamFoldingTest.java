package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.SHIP1;
import static io.steward.controller.projection.Entries.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.steward.controller.log.StreamFacts;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamFoldingTest {
    @TempDir
    Path folder;

    @Test
    void nothing_behind_a_hole_is_folded_until_the_hole_is_filled() throws Exception {
        Entries six = new Entries("COMMANDS");
        for (int i = 1; i <= 6; i++) {
            six.command(command(i, SHIP1));
        }
        List<LogEntry> all = six.list();
        List<LogEntry> holed = new ArrayList<>(all);
        holed.remove(3);
        try (StateDatabase database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30));
                StreamFolding folding = folding(database)) {
            assertThat(folding.position()).isZero();
            assertThatThrownBy(() -> folding.accept(Entries.batch(holed)))
                    .hasMessage("COMMANDS: the entry before 5 did not come; following again from the position");
            assertThat(folding.position()).isEqualTo(3);
            assertThatThrownBy(() -> folding.accept(Entries.batch(all.subList(4, 6))))
                    .hasMessageContaining("the entry before 5");
            assertThat(folding.position()).isEqualTo(3);

            folding.accept(Entries.batch(all.subList(3, 6)));

            assertThat(folding.position()).isEqualTo(6);
        }
    }

    @Test
    void nothing_is_folded_while_the_beginning_of_the_stream_has_not_come() throws Exception {
        List<LogEntry> three = new Entries("COMMANDS")
                .command(command(1, SHIP1))
                .command(command(2, SHIP1))
                .command(command(3, SHIP1))
                .list();
        try (StateDatabase database = StateDatabase.open(folder.resolve("state"), Duration.ofSeconds(30));
                StreamFolding folding = folding(database)) {
            assertThat(folding.admits(stream(1, 3), (name, seq) -> Optional.of(three.get((int) seq - 1))))
                    .isTrue();
            assertThatThrownBy(() -> folding.accept(Entries.batch(three.subList(1, 3))))
                    .hasMessageContaining("the entry before 2 did not come");
            assertThat(folding.position()).isZero();

            assertThat(folding.admits(stream(2, 3), (name, seq) -> Optional.of(three.get((int) seq - 1))))
                    .as("the first has left the stream in the meantime")
                    .isTrue();
            folding.accept(Entries.batch(three.subList(1, 3)));

            assertThat(folding.position()).isEqualTo(3);
        }
    }

    private static StreamFacts stream(long first, long last) {
        return new StreamFacts("COMMANDS", Entries.NINE, first, last, 0);
    }

    private static StreamFolding folding(StateDatabase database) {
        H2Projection projection = new H2Projection(
                database, "COMMANDS", H2Projection.tablesOf("COMMANDS", Streams.single(), new EventBounds(3, 5)));
        return new StreamFolding(
                "COMMANDS",
                true,
                projection,
                new FoldMetrics(new SimpleMeterRegistry(), "COMMANDS", InstantSource.system()),
                new FoldedPositions(),
                new ChangeFeed(10));
    }
}
