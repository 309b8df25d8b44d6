package io.steward.controller.projection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found: the live tables and the log folded anew, at the same place. Immutable.
 *
 * @param positions how far each stream had been folded on both sides
 * @param difference the first row that differs; empty: all tables are equal
 * @param outside what could not be compared, in words
 */
public record RebuildReport(
        Map<String, Long> positions, List<TableReport> tables, Optional<Difference> difference, List<String> outside) {
    /** One table on both sides. */
    public record TableReport(String table, Fingerprint live, Fingerprint rebuilt) {
        public boolean equal() {
            return live.equals(rebuilt);
        }
    }

    /** A value that differs; of a row that is on one side only, the column is {@code (row)}. */
    public record Difference(
            String table,
            String key,
            String column,
            @Nullable String live,
            @Nullable String rebuilt) {}

    public RebuildReport {
        positions = Map.copyOf(positions);
        tables = List.copyOf(tables);
        outside = List.copyOf(outside);
    }

    public boolean equal() {
        return tables.stream().allMatch(TableReport::equal);
    }
}
