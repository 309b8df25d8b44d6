package io.steward.agent.method.shell;

import io.steward.model.command.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * One of the two files that a command prints into. Used by one thread.
 *
 * <p>Its size is the true number of bytes printed, also after its middle has been given back to the file system.
 */
final class OutputFile {
    /** What is kept of the beginning and of the end when the middle is given back. */
    static final long KEPT = 1024 * 1024;
    /** The middle is given back once it has grown by this much. */
    static final long MIDDLE = 16 * 1024 * 1024;

    private static final int ROOM_FOR_NOTE = 128;

    /** Text of at most {@link Output#INLINE_BYTES} bytes, and whether it is all there was. */
    record Shown(String text, long bytes, boolean whole) {}

    private final Path file;
    private long givenBack = KEPT;
    private boolean canGiveBack = true;

    OutputFile(Path file) {
        this.file = file;
    }

    /** Bytes printed so far. */
    long size() {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At most {@code most} bytes from there on. */
    byte[] read(long from, int most) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(most, channel.size() - from)));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {}
            byte[] bytes = new byte[buffer.position()];
            buffer.flip().get(bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it, or its head and its tail around a line that says how much is left out. */
    Shown shown() {
        long size = size();
        if (size <= Output.INLINE_BYTES) {
            byte[] bytes = read(0, (int) size);
            String text = Utf8.text(bytes, 0, bytes.length);
            if (Utf8.length(text) <= Output.INLINE_BYTES) {
                return new Shown(text, bytes.length, true);
            }
        }
        int half = (int) Math.min(size, Output.INLINE_BYTES - ROOM_FOR_NOTE) / 2;
        byte[] head = read(0, half);
        byte[] tail = read(size - half, half);
        int headEnd = fittingEnd(head, half);
        int tailStart = fittingStart(tail, half);
        long leftOut = size - headEnd - (tail.length - tailStart);
        String text = Utf8.text(head, 0, headEnd) + "\n… " + leftOut + " bytes left out …\n"
                + Utf8.text(tail, tailStart, tail.length);
        return new Shown(text, size, false);
    }

    /** Malformed bytes grow threefold when they are replaced. */
    private static int fittingEnd(byte[] head, int room) {
        int end = Utf8.wholeEnd(head, head.length);
        for (int length = Utf8.length(Utf8.text(head, 0, end)); length > room; ) {
            end = Utf8.wholeEnd(head, (int) ((long) end * room / length));
            length = Utf8.length(Utf8.text(head, 0, end));
        }
        return end;
    }

    private static int fittingStart(byte[] tail, int room) {
        int start = Utf8.wholeStart(tail);
        for (int length = Utf8.length(Utf8.text(tail, start, tail.length)); length > room; ) {
            start = tail.length - (int) ((long) (tail.length - start) * room / length);
            while (start < tail.length && (tail[start] & 0xc0) == 0x80 && start % 4 != 0) {
                start++;
            }
            length = Utf8.length(Utf8.text(tail, start, tail.length));
        }
        return start;
    }

    /**
     * Gives the middle back to the file system once it is large.
     *
     * @param needed bytes from here on are still to be read
     * @return whether there was something to give back
     */
    boolean giveBackMiddle(long needed) throws InterruptedException {
        long end = Math.min(size() - KEPT, needed);
        if (!canGiveBack || end - givenBack < MIDDLE) {
            return false;
        }
        canGiveBack = punch(givenBack, end - givenBack);
        givenBack = end;
        return canGiveBack;
    }

    private boolean punch(long from, long length) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(
                            "fallocate",
                            "--punch-hole",
                            "--keep-size",
                            "--offset",
                            Long.toString(from),
                            "--length",
                            Long.toString(length),
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
