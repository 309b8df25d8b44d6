package io.steward.controller.projection;

import static io.steward.controller.projection.Entries.SHIP1;
import static io.steward.controller.projection.Entries.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.steward.controller.log.Batch;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a thread of its own; what may go wrong between its steps is {@link ProjectionCrashProperties}'. */
class FoldAheadTest {
    private static final String STREAM = Streams.COMMANDS;
    private static final int BATCH = 20;

    @TempDir
    Path folder;

    private StateDatabase database;
    private StateDatabase reference;

    @BeforeEach
    void open() throws Exception {
        database = StateDatabase.open(folder.resolve("ahead"), Duration.ofSeconds(30));
        reference = StateDatabase.open(folder.resolve("reference"), Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        reference.close();
    }

    @Test
    void what_is_folded_ahead_is_what_is_folded_batch_by_batch() throws Exception {
        List<LogEntry> log = Entries.seeded(STREAM, 7, 600);
        List<Long> told = new ArrayList<>();
        try (H2Projection ahead = projection(database, tables());
                H2Projection plain = projection(reference, tables())) {
            ahead.position();
            plain.position();
            for (int from = 0; from < log.size(); from += BATCH) {
                Batch batch = batch(log.subList(from, Math.min(log.size(), from + BATCH)));
                ahead.hand(batch, (news, took) -> told.add(batch.last().seq()));
                plain.fold(batch);
            }
            ahead.settle();
        }
        assertThat(told).hasSize((log.size() + BATCH - 1) / BATCH).isSorted();
        assertThat(Dump.of(database, List.of(Dump.OF_COMMANDS)))
                .isEqualTo(Dump.of(reference, List.of(Dump.OF_COMMANDS)));
    }

    @Test
    void the_next_batch_is_prepared_while_the_last_is_written() throws Exception {
        CountDownLatch preparedNext = new CountDownLatch(1);
        AtomicInteger prepared = new AtomicInteger();
        StreamTables watched = new StreamTables() {
            @Override
            public News fold(java.sql.Connection connection, List<Reading> readings) {
                throw new AssertionError("nothing here is folded at once");
            }

            @Override
            public Rest ahead(java.sql.Connection reading, List<Reading> readings) {
                if (prepared.incrementAndGet() == 2) {
                    preparedNext.countDown();
                }
                return writing -> {
                    try {
                        preparedNext.await();
                    } catch (InterruptedException e) {
                        throw new SQLException(e);
                    }
                    return News.NONE;
                };
            }
        };
        List<LogEntry> two = new Entries(STREAM)
                .command(command(1, SHIP1))
                .command(command(2, SHIP1))
                .list();
        try (H2Projection projection = projection(database, watched)) {
            projection.position();
            projection.hand(batch(two.subList(0, 1)), (news, took) -> {});
            projection.hand(batch(two.subList(1, 2)), (news, took) -> {});
            projection.settle();

            assertThat(projection.position().seq()).isEqualTo(2);
        }
    }

    @Test
    void what_could_not_be_written_is_thrown_by_the_next_call_and_nothing_behind_it_is_written() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        StreamTables broken = new StreamTables() {
            @Override
            public News fold(java.sql.Connection connection, List<Reading> readings) {
                throw new AssertionError("nothing here is folded at once");
            }

            @Override
            public Rest ahead(java.sql.Connection reading, List<Reading> readings) {
                return writing -> {
                    writes.incrementAndGet();
                    throw new SQLException("no room", "08000");
                };
            }
        };
        List<LogEntry> two = new Entries(STREAM)
                .command(command(1, SHIP1))
                .command(command(2, SHIP1))
                .list();
        try (H2Projection projection = projection(database, broken)) {
            projection.position();
            projection.hand(batch(two.subList(0, 1)), (news, took) -> {});

            assertThatThrownBy(() -> projection.hand(batch(two.subList(1, 2)), (news, took) -> {}))
                    .isInstanceOf(Projection.Failed.class)
                    .hasMessageContaining("no room");
            projection.settle();

            assertThat(writes).hasValue(1);
            assertThat(projection.position().seq()).isZero();
        }
    }

    @Test
    void what_was_folded_at_once_is_not_folded_again_ahead() throws Exception {
        List<LogEntry> log = Entries.seeded(STREAM, 8, 60);
        try (H2Projection projection = projection(database, tables());
                H2Projection plain = projection(reference, tables())) {
            projection.position();
            projection.fold(batch(log.subList(0, 40)));
            projection.hand(batch(log.subList(20, log.size())), (news, took) -> {});
            projection.settle();
            plain.position();
            plain.fold(batch(log));

            assertThat(projection.position()).isEqualTo(plain.position());
        }
        assertThat(Dump.of(database, List.of(Dump.OF_COMMANDS)))
                .isEqualTo(Dump.of(reference, List.of(Dump.OF_COMMANDS)));
    }

    private static StreamTables tables() {
        return H2Projection.tablesOf(STREAM, Streams.single(), EventBounds.DEFAULTS);
    }

    private static H2Projection projection(StateDatabase of, StreamTables tables) {
        return new H2Projection(of, STREAM, tables);
    }

    private static Batch batch(List<LogEntry> entries) {
        return Entries.batch(entries);
    }
}
