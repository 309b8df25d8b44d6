package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.fold.LogEntry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The hash chains of the guarded streams as rows, and how entries go into them. Works within the caller's transaction. */
final class ChainRows {
    private static final String COLUMNS = "last_seq, entries, first_at, last_at, hash, marks, carried, stream, block";

    private ChainRows() {}

    /** Appends entries, in order, to their stream's chain. What is in it already is passed over. */
    static void append(Connection connection, String stream, List<LogEntry> entries) throws SQLException {
        append(connection, stream, entries, digests(entries));
    }

    /** What {@link #append} needs of each entry, for who has time before. */
    static List<byte[]> digests(List<LogEntry> entries) {
        Chain chain = new Chain();
        return entries.stream().map(chain::digest).toList();
    }

    /** @param digests of the entries */
    static void append(Connection connection, String stream, List<LogEntry> entries, List<byte[]> digests)
            throws SQLException {
        Optional<ChainBlock> stored = head(connection, stream, entries);
        Chain chain = new Chain();
        List<ChainBlock> closed = new ArrayList<>();
        @Nullable GrowingBlock open = stored.map(GrowingBlock::of).orElse(null);
        for (int i = 0; i < entries.size(); i++) {
            LogEntry entry = entries.get(i);
            if (open == null || entry.seq() > open.lastSeq()) {
                byte[] digest = digests.get(i);
                byte[] hash = chain.next(open == null ? Chain.start() : open.hash(), digest);
                if (open == null || open.number() < Chain.block(entry.seq())) {
                    Optional.ofNullable(open).map(GrowingBlock::block).ifPresent(closed::add);
                    open = GrowingBlock.at(entry.seq(), entry.recordedAt(), hash);
                }
                open.add(entry.seq(), entry.recordedAt(), hash, digest);
            }
        }
        if (open != null) {
            closed.add(open.block());
        }
        save(connection, stream, closed, stored);
    }

    private static void save(Connection connection, String stream, List<ChainBlock> blocks, Optional<ChainBlock> stored)
            throws SQLException {
        List<Row> updates = new ArrayList<>();
        List<Row> inserts = new ArrayList<>();
        for (ChainBlock block : blocks) {
            boolean known = stored.map(ChainBlock::number)
                    .filter(number -> number == block.number())
                    .isPresent();
            (known ? updates : inserts).add(row(stream, block));
        }
        Jdbc.batch(
                connection,
                "update steward.chain_block set last_seq = ?, entries = ?, first_at = ?, last_at = ?, hash = ?,"
                        + " marks = ?, carried = ? where stream = ? and block = ?",
                updates);
        insert(connection, inserts);
    }

    /** The last block of a chain. Looks at all of them. */
    static Optional<ChainBlock> head(Connection connection, String stream) throws SQLException {
        return Jdbc.query(
                        connection,
                        "select " + COLUMNS + " from steward.chain_block where stream = ? and block ="
                                + " (select max(block) from steward.chain_block where stream = ?)",
                        new Row().add(stream).add(stream),
                        ChainRows::read)
                .stream()
                .findFirst();
    }

    /**
     * The last block of a chain that hardly ever ends anywhere but before these entries: the database sorts all that it is
     * asked for, so it is asked for what is there or behind it.
     */
    private static Optional<ChainBlock> head(Connection connection, String stream, List<LogEntry> entries)
            throws SQLException {
        if (entries.isEmpty()) {
            return Optional.empty();
        }
        long before = Chain.block(Math.max(1, entries.get(0).seq() - 1));
        List<ChainBlock> near = Jdbc.query(
                connection,
                "select " + COLUMNS + " from steward.chain_block where stream = ? and block >= ?"
                        + " order by block desc limit 1",
                new Row().add(stream).add(before),
                ChainRows::read);
        return near.isEmpty() ? head(connection, stream) : Optional.of(near.get(0));
    }

    /** Some blocks from behind this one on, up to another. */
    static List<ChainBlock> page(Connection connection, String stream, long after, long before, int limit)
            throws SQLException {
        return Jdbc.query(
                connection,
                "select " + COLUMNS + " from steward.chain_block where stream = ? and block > ? and block < ?"
                        + " order by block limit " + limit,
                new Row().add(stream).add(after).add(before),
                ChainRows::read);
    }

    /**
     * Gives other tables, which will not see the entries before {@code first}, what this chain has of them, so that theirs
     * is the same from there on.
     */
    static void carry(Connection from, Connection to, String stream, long first) throws SQLException {
        if (first > 1) {
            List<Row> rows = Jdbc.query(
                    from,
                    "select " + COLUMNS + " from steward.chain_block where stream = ? and block = ?",
                    new Row().add(stream).add(Chain.block(first - 1)),
                    row -> row(stream, carried(read(row))));
            insert(to, rows);
        }
    }

    private static void insert(Connection connection, List<Row> rows) throws SQLException {
        Jdbc.batch(
                connection,
                "insert into steward.chain_block (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    private static ChainBlock carried(ChainBlock block) {
        return new ChainBlock(
                block.number(),
                block.lastSeq(),
                block.entries(),
                block.firstAt(),
                block.lastAt(),
                block.hash(),
                block.marks(),
                true);
    }

    private static Row row(String stream, ChainBlock block) {
        return new Row()
                .add(block.lastSeq())
                .add(block.entries())
                .add(block.firstAt())
                .add(block.lastAt())
                .add(block.hash())
                .add(block.marks())
                .add(block.carried())
                .add(stream)
                .add(block.number());
    }

    private static ChainBlock read(ResultSet row) throws SQLException {
        return new ChainBlock(
                row.getLong("block"),
                row.getLong("last_seq"),
                row.getInt("entries"),
                Jdbc.instant(row, "first_at").orElseThrow(),
                Jdbc.instant(row, "last_at").orElseThrow(),
                Objects.requireNonNull(row.getBytes("hash")),
                Objects.requireNonNull(row.getBytes("marks")),
                row.getBoolean("carried"));
    }
}
