package io.steward.nats.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of private files: folder 0700, files 0600, each written whole or not at all.
 *
 * <p>Safe for several threads and processes at once: of two that create the same file one wins and both read what it
 * wrote. Contents are forced to disk before a file gets its name.
 */
public final class KeyFiles {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path folder;

    public KeyFiles(Path folder) {
        this.folder = folder;
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    /** The file's text; when there is none yet, first makes it from the supplier. */
    public String readOrCreate(String name, Supplier<String> text) {
        try {
            Path file = path(name);
            if (!Files.exists(file)) {
                createOnce(file, text.get());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** The file's text, if it is there. */
    Optional<String> read(String name) {
        try {
            return Optional.of(Files.readString(path(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    /** The names of the files in a folder of this one; none where it is missing. */
    SortedSet<String> names(String subfolder) {
        try (Stream<Path> files = Files.list(path(subfolder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (NoSuchFileException e) {
            return new TreeSet<>();
        } catch (IOException e) {
            throw failed(subfolder, e);
        }
    }

    /** Replaces the file's text in one step. */
    public void replace(String name, String text) {
        try {
            Files.move(written(path(name), text), path(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed(name, e);
        }
    }

    private static void createOnce(Path file, String text) throws IOException {
        Path temporary = written(file, text);
        try {
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            // Somebody else was first; what they wrote is what counts.
        } finally {
            Files.delete(temporary);
        }
    }

    private static Path written(Path file, String text) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        if (!Files.getPosixFilePermissions(parent).equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(parent, OWNER_ONLY);
        }
        return draft(parent, text);
    }

    /** Writes the file in one step, 0600, and leaves its folder as it is. */
    static void write(Path file, String text) {
        Path absolute = file.toAbsolutePath();
        try {
            Files.createDirectories(absolute.getParent());
            Files.move(draft(absolute.getParent(), text), absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("file " + file + " could not be written: " + e, e);
        }
    }

    private static Path draft(Path parent, String text) throws IOException {
        Path temporary = Files.createTempFile(parent, ".new", null, PRIVATE_FILE);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        return temporary;
    }

    private UncheckedIOException failed(String name, IOException e) {
        return new UncheckedIOException("key file " + path(name) + " could not be read or written: " + e, e);
    }
}
