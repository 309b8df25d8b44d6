package io.steward.agent.method.shell;

import io.steward.agent.method.Work;
import io.steward.model.command.Command;
import io.steward.model.event.OutputChunk;
import io.steward.model.event.OutputChunk.Std;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reports what a command prints, piece by piece, while it runs. Used by one thread.
 *
 * <p>Before a piece is reported its bounds are written down, so that an agent that is killed in between leaves a
 * successor that reports the very same piece again, under the same message id, and goes on behind it. The stream stores
 * it once.
 */
final class OutputTail {
    private static final int LARGEST_PIECE = 32 * 1024;

    private final Work work;
    private final Path note;
    private final Map<Std, OutputFile> files;
    private final Map<Std, Long> told = new EnumMap<>(Std.class);
    private final Map<Std, Long> seen = new EnumMap<>(Std.class);
    private long seq;

    OutputTail(Work work, RunFolder folder, Map<Std, OutputFile> files) {
        this.work = work;
        this.note = folder.file("told");
        this.files = files;
        for (Std std : Std.values()) {
            told.put(std, 0L);
            seen.put(std, 0L);
        }
    }

    /** Goes on where an earlier agent process was. */
    void resume() {
        try {
            String[] words = Files.readString(note).strip().split(" ", -1);
            seq = Long.parseLong(words[0]);
            told.put(Std.STDOUT, Long.parseLong(words[1]));
            told.put(Std.STDERR, Long.parseLong(words[2]));
            Std std = Std.valueOf(words[3]);
            report(std, files.get(std).read(told.get(std), Integer.parseInt(words[4])));
        } catch (NoSuchFileException e) {
            // Nothing was told yet.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalStateException("the note of what was told is unreadable: " + note, e);
        }
    }

    /** Where the first byte lies that has not been told. */
    long told(Std std) {
        return told.get(std);
    }

    /**
     * Reports whole lines, and the beginning of a line once it has waited for its end since the call before.
     *
     * @param last nothing more will be printed: report all of it
     */
    void advance(boolean last) {
        for (Std std : Std.values()) {
            long size = files.get(std).size();
            boolean waited = size == seen.get(std);
            seen.put(std, size);
            int cut = 1;
            while (told.get(std) < size && cut > 0) {
                byte[] bytes = files.get(std).read(told.get(std), LARGEST_PIECE);
                boolean all = told.get(std) + bytes.length >= size;
                cut = cut(bytes, all && last, waited || last);
                if (cut > 0) {
                    report(std, bytes.length == cut ? bytes : java.util.Arrays.copyOf(bytes, cut));
                }
            }
        }
    }

    private static int cut(byte[] bytes, boolean everything, boolean partial) {
        int line = bytes.length;
        while (line > 0 && bytes[line - 1] != '\n') {
            line--;
        }
        if (line > 0) {
            return line;
        }
        if (everything) {
            return bytes.length;
        }
        return partial || bytes.length == LARGEST_PIECE ? Utf8.wholeEnd(bytes, bytes.length) : 0;
    }

    private void report(Std std, byte[] bytes) {
        long offset = told.get(std);
        write(std, bytes.length);
        Command command = work.command();
        OutputChunk chunk = new OutputChunk(command.id(), seq, std, offset, Utf8.text(bytes, 0, bytes.length));
        Subject subject = Subject.event(command.node(), "output", command.id().value());
        // The pieces of a second start must not be taken for repeats of the first.
        String messageId = work.attempt() > 1 ? chunk.messageId() + "." + work.attempt() : chunk.messageId();
        work.events().report(subject, messageId, EventCodec.encode(chunk));
        seq++;
        told.put(std, offset + bytes.length);
    }

    /** Of one fixed length, so that it is written over in one go. */
    private void write(Std std, int length) {
        String line = String.format(
                "%-79s%n", seq + " " + told(Std.STDOUT) + " " + told(Std.STDERR) + " " + std + " " + length);
        try {
            Path parent = note.resolveSibling("told.new");
            Files.writeString(parent, line, StandardCharsets.US_ASCII);
            Files.move(parent, note, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
