package io.steward.ops.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Prints changes as they come, until the process is ended: one line each, JSON lines with {@code -o json}. */
final class Follow {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Follow() {}

    static void changes(
            EventStream stream,
            String kind,
            Predicate<Map<String, @Nullable Object>> wanted,
            Format format,
            Lines lines)
            throws InterruptedException {
        PrintStream out = System.out;
        boolean titled = false;
        while (!out.checkError()) {
            Map<String, @Nullable Object> row = stream.next(PATIENCE)
                    .filter(change -> change.kind().equals(kind))
                    .map(EventStream.Change::row)
                    .filter(wanted)
                    .orElse(Map.of());
            if (!row.isEmpty()) {
                printed(format, lines, row, titled).forEach(out::println);
                titled = true;
            }
        }
    }

    private static List<String> printed(Format format, Lines lines, Map<String, @Nullable Object> row, boolean titled) {
        return switch (format.kind) {
            case table -> List.of(lines.line(row));
            case json -> List.of(PlainJson.text(row));
            case csv -> {
                List<String> csv = Format.csv(List.of(row));
                yield titled ? csv.subList(1, 2) : csv;
            }
        };
    }

    /** One row as one line for people. */
    interface Lines {
        String line(Map<String, @Nullable Object> row);
    }
}
