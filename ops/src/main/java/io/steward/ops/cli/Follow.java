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
        while (!out.checkError()) {
            stream.next(PATIENCE)
                    .filter(change -> change.kind().equals(kind) && wanted.test(change.row()))
                    .ifPresent(change ->
                            out.println(format.table() ? lines.line(change.row()) : line(format, change.row())));
        }
    }

    private static String line(Format format, Map<String, @Nullable Object> row) {
        return format.kind == Format.Kind.json
                ? PlainJson.text(row)
                : Format.csv(List.of(row)).get(1);
    }

    /** One row as one line for people. */
    interface Lines {
        String line(Map<String, @Nullable Object> row);
    }
}
