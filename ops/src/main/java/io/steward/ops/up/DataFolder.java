package io.steward.ops.up;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one {@code up}: what is where. Everything in it belongs to the user who started it: folders 0700, files
 * with secrets 0600, each written whole or not at all.
 */
public record DataFolder(Path root) {
    public DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Which process a part is. */
    public Path pidFile(String part) {
        return root.resolve("run").resolve(part + ".pid");
    }

    /** While this file is there, the part is kept stopped; it holds the word {@code kill} or {@code stop}. */
    public Path stopFile(String part) {
        return root.resolve("run").resolve(part + ".stopped");
    }

    public Path endpoints() {
        return root.resolve("run").resolve("endpoints.json");
    }

    public Path log(String part) {
        return root.resolve("log").resolve(part + ".log");
    }

    public Path lock() {
        return root.resolve("run").resolve("up.lock");
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path configuration(String part) {
        return root.resolve("conf").resolve(part + ".yml");
    }

    /** What a part keeps. */
    public Path store(String part) {
        return root.resolve(part);
    }

    /** A file that an operator drops is taken from here. */
    public Path inbox() {
        return root.resolve("inbox");
    }

    void create() throws IOException {
        for (String folder : new String[] {".", "run", "log", "conf", "keys", "inbox"}) {
            Files.createDirectories(
                    root.resolve(folder).normalize(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** The parts that run or should run, by their files. */
    public boolean knows(String part) {
        return Files.exists(configuration(part)) || (part.equals("broker") && Files.exists(lock()));
    }

    public Optional<Long> pid(String part) {
        return read(pidFile(part)).map(text -> Long.parseLong(text.strip()));
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file)).filter(text -> !text.isBlank());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file that only its owner reads, in one step. */
    public static void writePrivate(Path file, String text) throws IOException {
        Path temporary = Files.createTempFile(
                file.getParent(),
                ".new",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, text.getBytes(StandardCharsets.UTF_8));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The last lines of a part's log. */
    public String logTail(String part, int lines) {
        try (Stream<String> all = Files.lines(log(part), StandardCharsets.ISO_8859_1)) {
            var kept = new java.util.ArrayDeque<String>();
            all.forEach(line -> {
                kept.add(line);
                if (kept.size() > lines) {
                    kept.remove();
                }
            });
            return String.join("\n", kept);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
