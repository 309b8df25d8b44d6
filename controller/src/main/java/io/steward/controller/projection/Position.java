package io.steward.controller.projection;

import io.steward.model.fold.LogEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * How far a stream has been folded, and how to recognise that place.
 *
 * @param seq the last sequence folded; 0: nothing
 * @param digest of the entry there, {@code streamCreated} when its stream was made; empty while nothing was folded
 */
record Position(String stream, long seq, Optional<String> digest, Optional<Instant> streamCreated) {

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
