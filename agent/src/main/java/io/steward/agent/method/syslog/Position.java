package io.steward.agent.method.syslog;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * How far one file was told. A file is an inode, whatever its name is now.
 *
 * @param key device and inode
 * @param name the path under which its lines are told
 * @param generation how often it began anew under the same inode; part of every message id
 * @param head what its first bytes were, so that another file that got the same inode is noticed
 * @param done nothing more is to be told of it: rotated away and read to its end, or a copy of another
 */
record Position(String key, Path name, long offset, int generation, Head head, boolean done) {
    /** The first bytes of a file: how many, and their CRC-32. */
    record Head(int length, long crc) {
        static final Head NONE = new Head(0, 0);
    }

    static Position start(String key, Path name) {
        return new Position(key, name, 0, 0, Head.NONE, false);
    }

    Position at(long newOffset, Head newHead) {
        return new Position(key, name, newOffset, generation, newHead, done);
    }

    Position anew(Path newName) {
        return new Position(key, newName, 0, generation + 1, Head.NONE, false);
    }

    Position finished() {
        return new Position(key, name, offset, generation, head, true);
    }

    /** Back under its name. */
    Position resumed() {
        return new Position(key, name, offset, generation, head, false);
    }

    /** As one line without line end; any name survives. */
    String text() {
        String encoded = Base64.getEncoder().encodeToString(name.toString().getBytes(StandardCharsets.UTF_8));
        return String.join(
                " ",
                key,
                Long.toString(offset),
                Integer.toString(generation),
                Integer.toString(head.length()),
                Long.toString(head.crc()),
                Boolean.toString(done),
                encoded);
    }

    /** Empty if the line is not one of ours, or torn. */
    static Optional<Position> parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 7 || !words[0].matches("[0-9]+:[0-9]+") || line.contains(" -")) {
            return Optional.empty();
        }
        try {
            Path name = Path.of(new String(Base64.getDecoder().decode(words[6]), StandardCharsets.UTF_8));
            Head head = new Head(Integer.parseInt(words[3]), Long.parseLong(words[4]));
            return Optional.of(new Position(
                    words[0],
                    name,
                    Long.parseLong(words[1]),
                    Integer.parseInt(words[2]),
                    head,
                    Boolean.parseBoolean(words[5])));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
