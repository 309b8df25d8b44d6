package io.steward.agent.method.syslog;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Takes messages out of a byte stream: by octet counting or by line ends, told apart by the first byte of each message
 * (RFC 6587, section 3.4). Used by one thread.
 */
final class Framing {
    /** One message: the text of at most {@link Reports#LONGEST} bytes of it, and how many bytes it was. */
    record Frame(String text, long length) {
        static Frame of(byte[] content, int kept, long length) {
            return new Frame(new String(content, 0, kept, StandardCharsets.UTF_8), length);
        }
    }

    private static final int MOST_DIGITS = 9;

    private final InputStream in;

    Framing(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** Empty at the end of the stream. What is left there without an end is a message, too. */
    Optional<Frame> next() throws IOException {
        int first = in.read();
        while (first == '\n' || first == '\r' || first == 0) {
            first = in.read();
        }
        if (first < 0) {
            return Optional.empty();
        }
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        long length = 0;
        int c = first;
        while (first != '0' && c >= '0' && c <= '9' && begun.size() < MOST_DIGITS) {
            begun.write(c);
            length = length * 10 + c - '0';
            c = in.read();
        }
        return Optional.of(begun.size() > 0 && c == ' ' ? counted(length) : line(begun, c));
    }

    private Frame counted(long length) throws IOException {
        byte[] content = in.readNBytes((int) Math.min(length, Reports.LONGEST));
        long skipped = content.length;
        while (skipped < length) {
            int rest = in.readNBytes((int) Math.min(length - skipped, 8192)).length;
            if (rest == 0) {
                break;
            }
            skipped += rest;
        }
        // Many senders count the line end in.
        boolean lineEnd = skipped == content.length && skipped > 0 && content[content.length - 1] == '\n';
        return lineEnd
                ? Frame.of(content, content.length - 1, skipped - 1)
                : Frame.of(content, content.length, skipped);
    }

    private Frame line(ByteArrayOutputStream begun, int next) throws IOException {
        long length = begun.size();
        int c = next;
        while (c >= 0 && c != '\n' && c != 0) {
            if (begun.size() < Reports.LONGEST) {
                begun.write(c);
            }
            length++;
            c = in.read();
        }
        byte[] content = begun.toByteArray();
        boolean carriage = content.length == length && content.length > 0 && content[content.length - 1] == '\r';
        return carriage ? Frame.of(content, content.length - 1, length - 1) : Frame.of(content, content.length, length);
    }
}
