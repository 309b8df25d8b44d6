package io.steward.controller.intake;

import io.steward.model.event.OutputChunk;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One output of one command, as whole as it is known: from the node's last word, or from the pieces that it reported
 * while the command ran. Immutable.
 *
 * <p>Bytes are those that the command printed. Where bytes are missing, a line in the text says how many.
 *
 * @param bytes how many of them are here
 * @param total how many the command printed; empty: it has not said its last word
 */
record CommandOutput(String text, long bytes, OptionalLong total) {
    private static final Pattern LEFT_OUT = Pattern.compile("\n… (\\d+) bytes left out …\n");
    private static final int MOST_CHARS = 64 * 1024 * 1024;

    boolean whole() {
        return total.isPresent() && bytes >= total.getAsLong();
    }

    /** What the node's last word holds of it. */
    static CommandOutput told(String text, long total, boolean truncated) {
        if (!truncated) {
            return new CommandOutput(text, total, OptionalLong.of(total));
        }
        long leftOut = 0;
        for (Matcher note = LEFT_OUT.matcher(text); note.find(); ) {
            leftOut = Long.parseLong(note.group(1));
        }
        return new CommandOutput(text, Math.max(0, total - leftOut), OptionalLong.of(total));
    }

    /** The one that holds more; the last word if both hold the same. */
    static CommandOutput fuller(Optional<CommandOutput> told, CommandOutput pieced) {
        return told.filter(last -> last.whole() || last.bytes >= pieced.bytes)
                .orElseGet(() -> told.map(
                                last -> new CommandOutput(pieced.text, Math.min(pieced.bytes, most(last)), last.total))
                        .orElse(pieced));
    }

    private static long most(CommandOutput told) {
        return told.total.orElse(Long.MAX_VALUE);
    }

    /** Puts pieces of one stream together, in log order. Used by one thread. */
    static final class Pieces {
        private final StringBuilder text = new StringBuilder();
        private long bytes;
        private long end;

        /** A piece at the beginning is that of a work that began again: what the first one printed is dropped. */
        void add(OutputChunk piece) {
            if (piece.offset() == 0) {
                text.setLength(0);
                bytes = 0;
                end = 0;
            }
            long length = piece.text().getBytes(StandardCharsets.UTF_8).length;
            if (text.length() + piece.text().length() > MOST_CHARS) {
                return;
            }
            // Malformed bytes grow when they become text, so an end may lie behind the next piece's beginning.
            if (piece.offset() > end) {
                text.append("\n… ").append(piece.offset() - end).append(" bytes left out …\n");
            } else if (piece.offset() < end) {
                bytes -= end - piece.offset();
            }
            text.append(piece.text());
            bytes += length;
            end = piece.offset() + length;
        }

        CommandOutput output() {
            return new CommandOutput(text.toString(), bytes, OptionalLong.empty());
        }
    }
}
