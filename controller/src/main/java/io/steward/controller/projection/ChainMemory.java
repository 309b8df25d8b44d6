package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.subject.Streams;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the state database knows of single places of a guarded stream. For one thread; the connection is the caller's. */
final class ChainMemory implements ChainCheck.Memory {
    private static final String OF_COMMANDS = "select recorded_at, status || ' of ' || command_id || ', '"
            + " || coalesce((select c.method || '.' || c.domain || ' for ' || c.node || ' by ' || c.issued_by"
            + " from steward.command c where c.id = command_id), node) as words"
            + " from steward.transition where place >= ? and place < ? order by place desc";
    private static final String OF_AUDIT = "select recorded_at, action || ' by ' || who || coalesce(', ' || code, '')"
            + " as words from steward.audit_event where place >= ? and place < ? order by place";
    private static final String UNREADABLE = "select recorded_at, 'an unreadable message on ' || subject as words"
            + " from steward.unreadable where stream = ? and seq = ?";

    private record Known(Optional<Instant> at, String words) {}

    private final Connection connection;
    private final String stream;
    private final int partition;

    ChainMemory(Connection connection, String stream, Streams streams) {
        this.connection = connection;
        this.stream = stream;
        this.partition = streams.commandStreams().indexOf(stream);
    }

    @Override
    public String of(long seq) {
        return known(seq).map(Known::words).orElse("");
    }

    @Override
    public Optional<Instant> at(long seq) {
        return known(seq).flatMap(Known::at);
    }

    private Optional<Known> known(long seq) {
        boolean audit = partition < 0;
        Row places = audit
                ? new Row().add(Places.ofNodeChange(seq, 0)).add(Places.ofNodeChange(seq + 1, 0))
                : new Row().add(Places.ofTransition(partition, seq, 0)).add(Places.ofTransition(partition, seq + 1, 0));
        return first(audit ? OF_AUDIT : OF_COMMANDS, places)
                .or(() -> first(UNREADABLE, new Row().add(stream).add(seq)));
    }

    private Optional<Known> first(String sql, Row parameters) {
        try {
            List<Known> rows = Jdbc.query(
                    connection,
                    sql,
                    parameters,
                    row -> new Known(
                            Jdbc.instant(row, "recorded_at"),
                            Jdbc.text(row, "words").orElse("")));
            return rows.stream().findFirst();
        } catch (SQLException e) {
            throw new Projection.Failed("what the tables know can't be read: " + e.getMessage(), e);
        }
    }
}
