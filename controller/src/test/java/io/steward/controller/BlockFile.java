package io.steward.controller;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file in which a broker keeps the messages of a stream, for somebody who has its disk: alters bytes of one message
 * and mends the broker's own checksum, so that the broker notices nothing. The broker has to be down.
 *
 * <p>A record is, little-endian: length with the highest bit for "has headers", sequence, time, length of the subject;
 * subject; length of headers and headers; message; HighwayHash-64 of all of it but the two lengths in front.
 */
final class BlockFile {
    private static final int HEADER = 22;
    private static final int CHECKSUM = 8;

    private final Path file;
    private final byte[] bytes;
    private final byte[] key;

    private BlockFile(Path file, String stream) throws Exception {
        this.file = file;
        this.bytes = Files.readAllBytes(file);
        String index = file.getFileName().toString().replace(".blk", "");
        this.key = MessageDigest.getInstance("SHA-256").digest((stream + "-" + index).getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces text in the message at this place by as much other text. */
    static void alter(Path store, String stream, long seq, String text, String other) throws Exception {
        Path folder;
        try (Stream<Path> all = Files.walk(store)) {
            folder = all.filter(path -> path.endsWith(Path.of("streams", stream, "msgs")))
                    .findFirst()
                    .orElseThrow();
        }
        for (Path file : blocks(folder)) {
            if (new BlockFile(file, stream).alter(seq, text, other)) {
                return;
            }
        }
        throw new AssertionError("no block of " + stream + " holds " + seq + " with \"" + text + "\"");
    }

    private static List<Path> blocks(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(path -> path.toString().endsWith(".blk")).toList();
        }
    }

    private boolean alter(long seq, String text, String other) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (at + HEADER < bytes.length) {
            int length = buffer.getInt(at) & 0x7fffffff;
            boolean headers = buffer.getInt(at) < 0;
            if (buffer.getLong(at + 4) == seq) {
                return alter(buffer, at, length, headers, text, other);
            }
            at += length;
        }
        return false;
    }

    private boolean alter(ByteBuffer buffer, int at, int length, boolean headers, String text, String other)
            throws IOException {
        int checksum = at + length - CHECKSUM;
        if (buffer.getLong(checksum) != hash(buffer, at, length, headers)) {
            throw new AssertionError("the broker reckons its checksums another way");
        }
        int place = new String(bytes, at, length - CHECKSUM, StandardCharsets.ISO_8859_1).indexOf(text);
        if (place < 0 || text.length() != other.length()) {
            return false;
        }
        System.arraycopy(other.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, at + place, other.length());
        buffer.putLong(checksum, hash(buffer, at, length, headers));
        Files.write(file, bytes);
        return true;
    }

    private long hash(ByteBuffer buffer, int at, int length, boolean headers) {
        int subject = Short.toUnsignedInt(buffer.getShort(at + 20));
        int body = at + HEADER + subject + (headers ? 4 : 0);
        int end = at + length - CHECKSUM;
        byte[] all = new byte[16 + subject + end - body];
        System.arraycopy(bytes, at + 4, all, 0, 16);
        System.arraycopy(bytes, at + HEADER, all, 16, subject);
        System.arraycopy(bytes, body, all, 16 + subject, end - body);
        return new Highway(key).of(all);
    }

    /** HighwayHash-64. */
    private static final class Highway {
        private final long[] v0 = new long[4];
        private final long[] v1 = new long[4];
        private final long[] mul0 = {0xdbe6d5d5fe4cce2fL, 0xa4093822299f31d0L, 0x13198a2e03707344L, 0x243f6a8885a308d3L
        };
        private final long[] mul1 = {0x3bd39e10cb0ef593L, 0xc0acf169b5f18a8cL, 0xbe5466cf34e90c6cL, 0x452821e638d01377L
        };

        Highway(byte[] key) {
            ByteBuffer lanes = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 4; i++) {
                long lane = lanes.getLong(8 * i);
                v0[i] = mul0[i] ^ lane;
                v1[i] = mul1[i] ^ Long.rotateRight(lane, 32);
            }
        }

        long of(byte[] data) {
            int whole = data.length - data.length % 32;
            for (int at = 0; at < whole; at += 32) {
                update(data, at);
            }
            if (whole < data.length) {
                remainder(Arrays.copyOfRange(data, whole, data.length));
            }
            for (int i = 0; i < 4; i++) {
                update(new long[] {
                    Long.rotateRight(v0[2], 32),
                    Long.rotateRight(v0[3], 32),
                    Long.rotateRight(v0[0], 32),
                    Long.rotateRight(v0[1], 32)
                });
            }
            return v0[0] + v1[0] + mul0[0] + mul1[0];
        }

        private void remainder(byte[] rest) {
            int size = rest.length;
            for (int i = 0; i < 4; i++) {
                v0[i] += ((long) size << 32) + size;
                int high = Integer.rotateLeft((int) (v1[i] >>> 32), size);
                int low = Integer.rotateLeft((int) v1[i], size);
                v1[i] = ((long) high << 32) | (low & 0xffffffffL);
            }
            byte[] packet = new byte[32];
            int words = size & ~3;
            int left = size & 3;
            System.arraycopy(rest, 0, packet, 0, words);
            if ((size & 16) != 0) {
                for (int i = 0; i < 4; i++) {
                    packet[28 + i] = rest[words + i + left - 4];
                }
            } else if (left != 0) {
                packet[16] = rest[words];
                packet[17] = rest[words + (left >> 1)];
                packet[18] = rest[words + left - 1];
            }
            update(packet, 0);
        }

        private void update(byte[] data, int at) {
            ByteBuffer lanes = ByteBuffer.wrap(data, at, 32).slice().order(ByteOrder.LITTLE_ENDIAN);
            update(new long[] {lanes.getLong(), lanes.getLong(), lanes.getLong(), lanes.getLong()});
        }

        private void update(long[] lanes) {
            for (int i = 0; i < 4; i++) {
                v1[i] += mul0[i] + lanes[i];
                mul0[i] ^= (v1[i] & 0xffffffffL) * (v0[i] >>> 32);
                v0[i] += mul1[i];
                mul1[i] ^= (v0[i] & 0xffffffffL) * (v1[i] >>> 32);
            }
            zip(v1[1], v1[0], v0, 0);
            zip(v1[3], v1[2], v0, 2);
            zip(v0[1], v0[0], v1, 0);
            zip(v0[3], v0[2], v1, 2);
        }

        private static void zip(long odd, long even, long[] into, int at) {
            into[at] += (((even & 0xff000000L) | (odd & 0xff00000000L)) >>> 24)
                    | (((even & 0xff0000000000L) | (odd & 0xff000000000000L)) >>> 16)
                    | (even & 0xff0000L)
                    | ((even & 0xff00L) << 32)
                    | ((odd & 0xff00000000000000L) >>> 8)
                    | (even << 56);
            into[at + 1] += (((odd & 0xff000000L) | (even & 0xff00000000L)) >>> 24)
                    | (odd & 0xff0000L)
                    | ((odd & 0xff0000000000L) >>> 16)
                    | ((odd & 0xff00L) << 24)
                    | ((even & 0xff000000000000L) >>> 8)
                    | ((odd & 0xffL) << 48)
                    | (even & 0xff00000000000000L);
        }
    }
}
