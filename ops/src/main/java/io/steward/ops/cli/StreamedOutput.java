package io.steward.ops.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the output of one command together from the pieces that were streamed and the whole that its last ACK carries,
 * so that nothing is shown twice or left out. One thread.
 *
 * <p>Pieces are numbered from 0 within the command, both streams together, and name the byte of their stream at which
 * they begin. A piece that comes too early is held until the ones before it are there.
 */
final class StreamedOutput {
    /** Some text of one of the two streams. */
    record Piece(boolean stderr, String text) {}

    private record Held(boolean stderr, long offset, String text) {}

    private final TreeMap<Long, Held> held = new TreeMap<>();
    private long next;
    private long stdoutShown;
    private long stderrShown;

    /** What may be shown now that this piece has come; its JSON is the body of an output event. */
    List<Piece> take(Map<String, @Nullable Object> body) {
        long seq = Rows.number(body, "seq").orElse(0L);
        if (seq < next) {
            return List.of();
        }
        boolean stderr = Rows.text(body, "stream").equals("stderr");
        held.put(seq, new Held(stderr, Rows.number(body, "offset").orElse(0L), Rows.text(body, "text")));
        List<Piece> pieces = new ArrayList<>();
        while (!held.isEmpty() && held.firstKey() == next) {
            pieces.add(shown(held.pollFirstEntry().getValue()));
            next++;
        }
        return pieces;
    }

    /** Whether all that the command printed has been shown. */
    boolean complete(Map<String, @Nullable Object> command) {
        return missing(command, "stdout_bytes", stdoutShown) == 0 && missing(command, "stderr_bytes", stderrShown) == 0;
    }

    /** What is still to be shown of a command that has ended; no piece counts after this. */
    List<Piece> rest(Map<String, @Nullable Object> command) {
        List<Piece> rest = new ArrayList<>();
        if (!Rows.flag(command, "truncated") || (next == 0 && held.isEmpty())) {
            tail(rest, false, command, "stdout", stdoutShown);
            tail(rest, true, command, "stderr", stderrShown);
        } else {
            held.values().forEach(piece -> rest.add(shown(piece)));
            long left = missing(command, "stdout_bytes", stdoutShown) + missing(command, "stderr_bytes", stderrShown);
            if (left > 0) {
                rest.add(new Piece(true, "[" + left + " bytes were not streamed]\n"));
            }
        }
        held.clear();
        next = Long.MAX_VALUE;
        return rest;
    }

    private Piece shown(Held piece) {
        long end = piece.offset + piece.text.getBytes(StandardCharsets.UTF_8).length;
        if (piece.stderr) {
            stderrShown = end;
        } else {
            stdoutShown = end;
        }
        return new Piece(piece.stderr, piece.text);
    }

    private static void tail(
            List<Piece> rest, boolean stderr, Map<String, @Nullable Object> command, String field, long shown) {
        byte[] all = Rows.text(command, field).getBytes(StandardCharsets.UTF_8);
        if (shown < all.length && missing(command, field + "_bytes", shown) > 0) {
            int from = (int) shown;
            rest.add(new Piece(stderr, new String(all, from, all.length - from, StandardCharsets.UTF_8)));
        }
    }

    private static long missing(Map<String, @Nullable Object> command, String field, long shown) {
        return Math.max(0, Rows.number(command, field).orElse(0L) - shown);
    }
}
