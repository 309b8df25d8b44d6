package io.steward.controller.projection;

import io.steward.controller.projection.TableRows.KeyedRow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A set of rows in 256 bits, whatever their order: the sum of the rows' SHA-256, by lanes of 64 bits.
 *
 * @param rows how many rows are in it
 */
public record Fingerprint(long rows, String hex) {
    static Fingerprint of(TableRows rows) throws SQLException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            long[] lanes = new long[4];
            long count = 0;
            for (Optional<KeyedRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                row.get().values().forEach(value -> add(sha, value));
                ByteBuffer digest = ByteBuffer.wrap(sha.digest());
                for (int i = 0; i < lanes.length; i++) {
                    lanes[i] += digest.getLong();
                }
                count++;
            }
            ByteBuffer sum = ByteBuffer.allocate(32);
            for (long lane : lanes) {
                sum.putLong(lane);
            }
            return new Fingerprint(count, HexFormat.of().formatHex(sum.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    // With its length before it, so that no two rows have the same bytes.
    private static void add(MessageDigest sha, @Nullable String value) {
        byte[] bytes = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        sha.update(
                ByteBuffer.allocate(4).putInt(value == null ? -1 : bytes.length).array());
        sha.update(bytes);
    }
}
