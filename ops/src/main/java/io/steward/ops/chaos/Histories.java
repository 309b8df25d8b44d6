package io.steward.ops.chaos;

import io.steward.ops.chaos.proof.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Adds to a violation what the parts' own logs say of its command, and where to look for more. */
final class Histories {
    private static final int MOST_LINES = 30;

    private Histories() {}

    static Violation with(Violation violation, Path logs) throws IOException {
        if (violation.commandId().isEmpty()) {
            return violation;
        }
        List<String> lines = new ArrayList<>(violation.history());
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.sorted().toList()) {
                mentions(file, violation.commandId().get())
                        .forEach(line -> lines.add(file.getFileName() + "  " + line));
            }
        }
        return new Violation(violation.kind(), violation.commandId(), violation.words(), lines);
    }

    private static List<String> mentions(Path file, String id) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains(id)).limit(MOST_LINES).toList();
        }
    }
}
