package io.steward.controller.projection;

import io.steward.controller.log.PatientLog;
import io.steward.controller.log.StreamFacts;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.Streams;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which streams are not those that a database was folded from, and what that database remembers of it. One thread. */
final class LogDamage {
    /** The log is not the one that was folded: what only the tables know would be lost with them. */
    static final class Found extends RuntimeException {
        Found(Condition condition) {
            super(condition.message(), null, false, false);
        }
    }

    private final PatientLog log;
    private final StateDatabase database;
    private final Streams streams;

    LogDamage(PatientLog log, StateDatabase database, Streams streams) {
        this.log = log;
        this.database = database;
        this.streams = streams;
    }

    List<Condition> conditions() throws SQLException, InterruptedException {
        List<Condition> conditions = new ArrayList<>();
        for (Position position : positions()) {
            condition(position).ifPresent(conditions::add);
        }
        return conditions;
    }

    /** Throws {@link Found} if a stream is broken that is not among these. Presence is no part of the log. */
    void refuseOthers(Collection<String> known) throws SQLException, InterruptedException {
        for (Condition condition : conditions()) {
            if (!known.contains(condition.stream()) && !condition.stream().equals(Streams.PRESENCE)) {
                throw new Found(condition);
            }
        }
    }

    /** The live tables stay broken from here on, whatever the log looks like, until others take their place. */
    void repairBegins(Collection<String> broken) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            database.writing().lock();
            try {
                for (String stream : broken) {
                    Jdbc.update(
                            connection,
                            "update steward.position set repairing = true where stream = ?",
                            new Row().add(stream));
                }
                statement.execute("checkpoint sync");
            } finally {
                database.writing().unlock();
            }
        }
    }

    /** What the streams lack goes on to other tables: for mended streams what they lack now, else what was known. */
    void handOver(StateDatabase other, Collection<String> mended) throws SQLException, InterruptedException {
        try (Connection connection = other.connect()) {
            for (Position position : positions()) {
                long lacking = mended.contains(position.stream())
                        ? facts(position.stream()).lacking()
                        : position.lacking();
                Jdbc.update(
                        connection,
                        "update steward.position set lacking = ? where stream = ?",
                        new Row().add(lacking).add(position.stream()));
            }
        }
    }

    private List<Position> positions() throws SQLException {
        List<String> names = Folding.names(streams);
        try (Connection connection = database.connect()) {
            return Position.all(connection).stream()
                    .filter(position -> names.contains(position.stream()))
                    .toList();
        }
    }

    private Optional<Condition> condition(Position position) throws InterruptedException {
        String stream = position.stream();
        return log.ask(view -> {
            StreamFacts facts = view.facts(stream);
            Optional<LogEntry> entry = view.entry(stream, Math.max(1, position.seq()));
            return LogCheck.check(
                    position, facts, entry, streams.commandStreams().contains(stream));
        });
    }

    private StreamFacts facts(String stream) throws InterruptedException {
        return log.ask(view -> view.facts(stream));
    }
}
