package io.steward.controller.projection;

import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the hash chain costs the fold; no part of the build: run it with {@code -Dtest=ChainCost}. */
class ChainCost {
    private static final int COMMANDS = 10_000;
    private static final int BATCH = 2000;

    @TempDir
    Path folder;

    @Test
    void the_fold_with_the_chain_beside_the_fold_without_it() throws Exception {
        Entries made = new Entries(Streams.COMMANDS);
        for (int i = 0; i < COMMANDS; i++) {
            made.command(Entries.command(i, Entries.SHIP1));
            made.ack(Entries.SHIP1, Entries.ack(i, Status.DELIVERED, 0, Optional.empty()));
            made.ack(Entries.SHIP1, Entries.ack(i, Status.SUCCEEDED, 1, Optional.of(0)));
        }
        List<LogEntry> entries = made.list();
        double without = 0;
        double with = 0;
        for (int round = 0; round < 4; round++) {
            without = Math.max(without, rate(entries, false, "without" + round));
            with = Math.max(with, rate(entries, true, "with" + round));
        }
        System.out.printf("fold, best of four: %.0f entries/s without the chain, %.0f with it%n", without, with);
        for (int round = 0; round < 3; round++) {
            hashing(entries);
        }
    }

    private static void hashing(List<LogEntry> entries) {
        Chain chain = new Chain();
        byte[] hash = Chain.start();
        long began = System.nanoTime();
        for (LogEntry entry : entries) {
            hash = chain.next(hash, chain.digest(entry));
        }
        System.out.printf("hashing alone: %.2f us an entry%n", (System.nanoTime() - began) / 1e3 / entries.size());
    }

    private double rate(List<LogEntry> entries, boolean chained, String name) throws SQLException, java.io.IOException {
        CommandTables tables = new CommandTables(Streams.COMMANDS, 0);
        StreamTables folded = new StreamTables() {
            @Override
            public News fold(Connection connection, List<Reading> readings) throws SQLException {
                return tables.fold(connection, readings);
            }

            @Override
            public boolean chained() {
                return chained;
            }
        };
        try (StateDatabase database = StateDatabase.open(folder.resolve(name), Duration.ofSeconds(30));
                H2Projection projection = new H2Projection(database, Streams.COMMANDS, folded)) {
            projection.position();
            long began = System.nanoTime();
            for (int from = 0; from < entries.size(); from += BATCH) {
                projection.fold(Entries.batch(entries.subList(from, Math.min(entries.size(), from + BATCH))));
            }
            return entries.size() * 1e9 / (System.nanoTime() - began);
        }
    }
}
