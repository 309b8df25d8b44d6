package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.fold.Content.UnreadableContent;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream's rows in H2: batch in, one transaction out. It moves the position first, naming where it moves from, which
 * also keeps a second writer waiting until this one has committed or not.
 *
 * <p>An entry that can't be read goes to the table of the unreadable and folding goes on. So does one that the database
 * refuses, found by folding its batch one by one; every other failure rolls back and is thrown.
 */
final class H2Projection implements Projection {
    /** Where connections come from. */
    @FunctionalInterface
    interface Connections {
        Connection connect() throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(H2Projection.class);

    private final Connections connections;
    private final Lock writing;
    private final String stream;
    private final StreamTables tables;
    private final FoldAhead ahead;
    private @Nullable Connection connection;
    private @Nullable Connection reading; // the caller's, beside the writer's
    private Position position;
    private long prepared; // the last sequence; the caller's

    H2Projection(StateDatabase database, String stream, StreamTables tables) {
        this(database::connect, database.writing(), stream, tables);
    }

    /** @param writing what writers of the same database share */
    H2Projection(Connections connections, Lock writing, String stream, StreamTables tables) {
        this(connections, writing, stream, tables, new WriterThread("write-" + stream));
    }

    H2Projection(Connections connections, Lock writing, String stream, StreamTables tables, FoldAhead.Writer writer) {
        this.connections = connections;
        this.writing = writing;
        this.stream = stream;
        this.tables = tables;
        this.ahead = new FoldAhead(this, writer);
        this.position = Position.start(stream);
    }

    /** The tables that this stream feeds. */
    static StreamTables tablesOf(String stream, Streams streams, EventBounds bounds) {
        return switch (stream) {
            case Streams.NODES -> new NodeTables();
            case Streams.EVENTS -> new EventTables(bounds);
            case Streams.PRESENCE -> new PresenceTables();
            case Streams.AUDIT -> new AuditTables();
            default ->
                new CommandTables(
                        stream,
                        streams.commandStreams().indexOf(stream),
                        streams.commandStreams().size());
        };
    }

    @Override
    public Position position() {
        ahead.drain();
        writing.lock();
        try {
            Connection open = connection();
            List<Position> stored = read(open);
            if (stored.isEmpty()) {
                Jdbc.update(
                        open,
                        "insert into steward.position (stream, seq, known_last) values (?, 0, 0)",
                        new Row().add(stream));
                stored = read(open);
            }
            open.commit();
            if (stored.get(0).seq() != position.seq()) {
                tables.forget();
            }
            position = stored.get(0);
            prepared = position.seq();
            return position;
        } catch (SQLException e) {
            throw failed("read", e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public News fold(Batch batch) {
        settle();
        long from = position.seq();
        List<LogEntry> news =
                batch.entries().stream().filter(entry -> entry.seq() > from).toList();
        if (news.isEmpty()) {
            return News.NONE;
        }
        try {
            return transaction(batch, news, Reading.of(news));
        } catch (SQLException e) {
            if (!aboutValues(e)) {
                throw failed("write", e);
            }
            LOG.warn(
                    "{}: entries {} to {} one by one, since one of them can't be stored: {}",
                    stream,
                    news.get(0).seq(),
                    batch.last().seq(),
                    e.getMessage());
            return oneByOne(batch, news);
        }
    }

    @Override
    public void hand(Batch batch, Told told) {
        ahead.take(batch, told);
    }

    @Override
    public void settle() {
        ahead.settle();
    }

    private News oneByOne(Batch batch, List<LogEntry> entries) {
        List<News> all = new ArrayList<>();
        for (LogEntry entry : entries) {
            Batch single = new Batch(stream, batch.streamCreated(), List.of(entry), batch.knownLast());
            try {
                all.add(transaction(single, List.of(entry), List.of(Reading.of(entry))));
            } catch (SQLException e) {
                if (!aboutValues(e)) {
                    throw failed("write", e);
                }
                all.add(quarantine(single, entry, e));
            }
        }
        return new News(
                all.stream().flatMap(news -> news.changes().stream()).toList(),
                all.stream().flatMap(news -> news.acks().stream()).toList(),
                all.stream().flatMap(news -> news.timings().stream()).toList(),
                all.stream().mapToInt(News::repeats).sum());
    }

    private News quarantine(Batch single, LogEntry entry, SQLException why) {
        try {
            return transaction(
                    single,
                    List.of(entry),
                    List.of(new Reading(entry, new UnreadableContent("not-storable", why.getMessage()))));
        } catch (SQLException e) {
            throw failed("quarantine into", e);
        }
    }

    private News transaction(Batch batch, List<LogEntry> entries, List<Reading> readings) throws SQLException {
        try {
            News news = write(Prepared.of(
                    tables, batch, entries, readings, readable -> writing -> tables.fold(writing, readable)));
            prepared = position.seq();
            return news;
        } catch (SQLException | RuntimeException | Error e) {
            forget();
            throw e;
        }
    }

    /**
     * Does of a batch what needs no transaction. What was prepared before it is written before it.
     *
     * @return empty if nothing of it is new
     */
    Optional<Prepared> prepare(Batch batch) {
        List<LogEntry> news =
                batch.entries().stream().filter(entry -> entry.seq() > prepared).toList();
        if (news.isEmpty()) {
            return Optional.empty();
        }
        try {
            Prepared next =
                    Prepared.of(tables, batch, news, Reading.of(news), readable -> tables.ahead(reading(), readable));
            prepared = next.last().seq();
            return Optional.of(next);
        } catch (SQLException e) {
            throw failed("read", e);
        }
    }

    /** Writes and commits; whoever calls has everything forgotten if it throws. */
    News write(Prepared batch) throws SQLException {
        writing.lock();
        try {
            return written(batch);
        } finally {
            writing.unlock();
        }
    }

    private News written(Prepared batch) throws SQLException {
        Connection open = connection();
        try {
            Position moved = move(open, batch.batch(), batch.last());
            if (tables.chained()) {
                ChainRows.append(open, stream, batch.entries(), batch.digests());
            }
            News news = batch.rest().write(open);
            batch.quarantine(open);
            open.commit();
            position = moved;
            return news;
        } catch (SQLException | RuntimeException | Error e) {
            undo(open, e);
            throw e;
        }
    }

    /** Nothing is known of what was folded last: it was not committed. */
    void forget() {
        tables.forget();
        prepared = position.seq();
    }

    // What could not be rolled back must not be committed by whatever comes next: the connection goes with it.
    private static void undo(Connection open, Throwable why) throws SQLException {
        try {
            open.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
            open.close();
        }
    }

    private Position move(Connection open, Batch batch, LogEntry last) throws SQLException {
        String digest = Position.digest(last);
        int moved = Jdbc.update(
                open,
                "update steward.position set seq = ?, recorded_at = ?, digest = ?, stream_created = ?, known_last = ?"
                        + " where stream = ? and seq = ?",
                new Row()
                        .add(last.seq())
                        .add(last.recordedAt())
                        .add(digest)
                        .add(batch.streamCreated())
                        .add(Math.max(batch.knownLast(), last.seq()))
                        .add(stream)
                        .add(position.seq()));
        if (moved != 1) {
            throw new PositionMoved(stream, position.seq());
        }
        return new Position(
                stream,
                last.seq(),
                Optional.of(digest),
                Optional.of(batch.streamCreated()),
                position.lacking(),
                position.repairing());
    }

    @Override
    public void seen(StreamFacts facts) {
        writing.lock();
        try {
            Connection open = connection();
            Jdbc.update(
                    open,
                    "update steward.position set known_last = ?, lacking = least(lacking, ?)"
                            + " where stream = ? and (known_last <> ? or lacking > ?)",
                    new Row()
                            .add(facts.lastSeq())
                            .add(facts.lacking())
                            .add(stream)
                            .add(facts.lastSeq())
                            .add(facts.lacking()));
            open.commit();
        } catch (SQLException e) {
            throw failed("write", e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        ahead.close();
        try {
            if (connection != null) {
                connection.close();
            }
            if (reading != null) {
                reading.close();
            }
        } catch (SQLException e) {
            LOG.info("{}: the database was gone before its connection: {}", stream, e.getMessage());
        }
    }

    private Connection connection() throws SQLException {
        if (connection == null || connection.isClosed()) {
            connection = connections.connect();
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private Connection reading() throws SQLException {
        if (reading == null || reading.isClosed()) {
            reading = connections.connect();
        }
        return reading;
    }

    private List<Position> read(Connection open) throws SQLException {
        return Jdbc.query(
                open,
                "select " + Position.COLUMNS + " from steward.position where stream = ?",
                new Row().add(stream),
                Position::read);
    }

    /** Whether the database objects to a value (classes 22 and 23 of the standard's SQLSTATE), so that it always will. */
    static boolean aboutValues(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    Failed failed(String what, SQLException e) {
        return new Failed("can't " + what + " the state database for " + stream + ": " + e.getMessage(), e);
    }
}
