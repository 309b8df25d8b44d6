package io.steward.agent.method.syslog;

import io.steward.agent.method.syslog.Position.Head;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * One open file that is told line by line. Stays with its inode when that is renamed or deleted. Used by one thread.
 *
 * <p>A line is told when its end is there. Lines longer than {@link Reports#LONGEST} are told cut.
 */
final class LogFile implements AutoCloseable {
    private static final int HEAD = 256;
    private static final int BLOCK = 2 * Reports.LONGEST;
    /** Told of one file before others have their turn. */
    private static final long TURN = 256 * 1024;

    private final FileChannel channel;
    private final Reports reports;
    private Position position;
    private long searched;
    private Optional<Places.Found> readOut = Optional.empty();

    private LogFile(FileChannel channel, Position position, Reports reports) {
        this.channel = channel;
        this.position = position;
        this.reports = reports;
    }

    static LogFile open(Path place, Position position, Reports reports) throws IOException {
        return new LogFile(FileChannel.open(place, StandardOpenOption.READ), position, reports);
    }

    Position position() {
        return position;
    }

    void finish() {
        position = position.finished();
    }

    /** Whether it looks as it did when all of it had been told. */
    boolean unchangedSince(Places.Found look) {
        return readOut.filter(look::equals).isPresent();
    }

    /** Looking like this, it has nothing to tell. */
    void readOut(Places.Found look) {
        readOut = Optional.of(look);
    }

    /** Whether its content is no longer the one that the position speaks of. */
    boolean replaced() throws IOException {
        return channel.size() < position.offset() || !beginsWith(position.head());
    }

    /** Whether these are its first bytes. */
    boolean beginsWith(Head head) throws IOException {
        return head(head.length()).equals(head);
    }

    /** Begins anew after the content was replaced. */
    void restart() {
        position = position.anew(position.name());
        searched = 0;
    }

    long size() throws IOException {
        return channel.size();
    }

    /**
     * Tells the lines that are complete.
     *
     * @param last nothing will be added: what is left is a line, too
     * @return whether it told anything
     */
    boolean advance(boolean last) throws IOException {
        long start = position.offset();
        while (position.offset() - start < TURN) {
            byte[] block = read(position.offset(), BLOCK);
            int used = lines(block);
            if (used == 0 && !longLine(block, last)) {
                break;
            }
        }
        return position.offset() > start;
    }

    /** Tells the whole lines of the block; answers how many bytes those were. */
    private int lines(byte[] block) throws IOException {
        int from = 0;
        for (int i = 0; i < block.length; i++) {
            if (block[i] == '\n') {
                tell(block, from, i, i - from, 1);
                from = i + 1;
            }
        }
        return from;
    }

    /** A line that is not whole within a block: it is very long, or the last one. */
    private boolean longLine(byte[] block, boolean last) throws IOException {
        if (block.length == 0) {
            return false;
        }
        long from = position.offset();
        long end = Math.max(searched, from + block.length);
        byte[] more = read(end, BLOCK);
        while (more.length > 0) {
            for (int i = 0; i < more.length; i++) {
                if (more[i] == '\n') {
                    tell(block, 0, block.length, end + i - from, 1);
                    return true;
                }
            }
            end += more.length;
            more = read(end, BLOCK);
        }
        searched = end;
        if (last) {
            tell(block, 0, block.length, end - from, 0);
        }
        return last;
    }

    /** @param length of the whole line, of which the block may hold the beginning only */
    private void tell(byte[] block, int from, int to, long length, int lineEnd) throws IOException {
        int end = Math.min(to, from + Reports.LONGEST);
        if (length == end - from && end > from && block[end - 1] == '\r') {
            end--;
        }
        byte[] line = Arrays.copyOfRange(block, from, end);
        reports.line(messageId(line), position.name().toString(), line, length);
        long offset = position.offset() + length + lineEnd;
        Head head = position.head().length() == HEAD ? position.head() : head((int) Math.min(HEAD, offset));
        position = position.at(offset, head);
        searched = 0;
    }

    /** The same for the same line at the same place, whenever it is told again. */
    private String messageId(byte[] line) {
        CRC32 crc = new CRC32();
        crc.update(line);
        return position.key() + "." + position.generation() + "." + position.offset() + "."
                + Long.toHexString(crc.getValue());
    }

    private Head head(int length) throws IOException {
        byte[] bytes = read(0, length);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return new Head(bytes.length, crc.getValue());
    }

    private byte[] read(long from, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) > 0) {}
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
