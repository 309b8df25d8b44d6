package io.steward.controller.projection;

import io.steward.model.fold.LogEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;

/**
 * The hash chain over a stream: {@code hash(n) = SHA-256(hash(n-1) || digest(n))}, where {@code digest(n)} is SHA-256 over
 * stream, sequence, subject, time stored and bytes of the entry, each variable part behind its length. Before the first
 * entry the hash is 32 zeros. Pure; for one thread.
 */
final class Chain {
    /** Places in one block of the chain. */
    static final int BLOCK = 256;

    /** Bytes that are kept of each entry's digest. */
    static final int MARK = 16;

    private static final int HASH = 32;

    private final MessageDigest sha = sha256();
    private final ByteBuffer numbers = ByteBuffer.allocate(Long.BYTES + Long.BYTES + Integer.BYTES);

    /** The hash before the first entry. */
    static byte[] start() {
        return new byte[HASH];
    }

    /** Which block a place belongs to. */
    static long block(long seq) {
        return (seq - 1) / BLOCK;
    }

    /** Which place in its block. */
    static int index(long seq) {
        return (int) ((seq - 1) % BLOCK);
    }

    /** The first place of a block. */
    static long firstSeq(long block) {
        return block * BLOCK + 1;
    }

    byte[] digest(LogEntry entry) {
        text(entry.stream());
        Instant at = entry.recordedAt();
        long seconds = at.getEpochSecond();
        int nanos = at.getNano();
        sha.update(numbers.clear()
                .putLong(entry.seq())
                .putLong(seconds)
                .putInt(nanos)
                .flip());
        text(entry.subject());
        return sha.digest(entry.data());
    }

    byte[] next(byte[] hash, byte[] digest) {
        sha.update(hash);
        return sha.digest(digest);
    }

    static byte[] mark(byte[] digest) {
        return Arrays.copyOf(digest, MARK);
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update(numbers.clear().putInt(bytes.length).flip());
        sha.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
