package io.steward.controller.projection;

import io.steward.model.fold.LogEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How far a stream has been folded, and how to recognise that place.
 *
 * @param seq the last sequence folded; 0: nothing
 * @param lacking entries that the stream is known to lack: a repair has seen what could be done about them
 * @param repairing whether a repair of the stream was begun and not finished
 * @param digest of the entry there, {@code streamCreated} when its stream was made; empty while nothing was folded
 */
record Position(
        String stream,
        long seq,
        Optional<String> digest,
        Optional<Instant> streamCreated,
        long lacking,
        boolean repairing) {
    static final String COLUMNS = "stream, seq, digest, stream_created, lacking, repairing";

    /** Before the first entry. */
    static Position start(String stream) {
        return new Position(stream, 0, Optional.empty(), Optional.empty(), 0, false);
    }

    /** Of a row with {@link #COLUMNS}. */
    static Position read(ResultSet row) throws SQLException {
        return new Position(
                row.getString("stream"),
                row.getLong("seq"),
                Jdbc.text(row, "digest"),
                Jdbc.instant(row, "stream_created"),
                row.getLong("lacking"),
                row.getBoolean("repairing"));
    }

    /** Where every stream stands. */
    static List<Position> all(Connection connection) throws SQLException {
        return Jdbc.query(
                connection,
                "select " + COLUMNS + " from steward.position order by stream",
                new Jdbc.Row(),
                Position::read);
    }

    /** SHA-256 over subject and bytes. */
    static String digest(LogEntry entry) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(entry.subject().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) '\n');
            return HexFormat.of().formatHex(sha.digest(entry.data()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
