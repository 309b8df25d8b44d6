package io.steward.ops.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What was measured in the browser, for people: printed, and added to {@code target/browser-figures.txt}. */
final class Figures {
    private static final Path FILE =
            Path.of(System.getProperty("steward.root", "")).toAbsolutePath().resolve("ops/target/browser-figures.txt");

    private Figures() {}

    static void tell(String what, String figure) {
        String line = what + ": " + figure + "\n";
        System.out.print(line);
        try {
            Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
