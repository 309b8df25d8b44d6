package io.steward.agent.method.syslog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Looks files up. Changes nothing; any thread may call it. */
final class Places {
    private static final Pattern COMPRESSED = Pattern.compile(".*\\.(gz|bz2|xz|zst|lz4|zip)");
    private static final Pattern WILD = Pattern.compile(".*[*?\\[{].*");
    /** What rotation appends: a number or a date. */
    private static final Pattern ROTATED = Pattern.compile("[.-][0-9][0-9T:_.-]*");

    /** A regular file at a path. */
    record Found(Path path, String key, long size, FileTime modified) {}

    private Places() {}

    /** Empty if there is no regular file. */
    static Optional<Found> at(Path path) {
        try {
            Map<String, Object> attributes =
                    Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,isRegularFile");
            if (!Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                return Optional.empty();
            }
            return Optional.of(new Found(
                    path, attributes.get("dev") + ":" + attributes.get("ino"), (Long) attributes.get("size"), (FileTime)
                            attributes.get("lastModifiedTime")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The files that a pattern names now, oldest first; compressed ones only if they are named outright. */
    static List<Found> matching(String pattern) {
        Path path = Path.of(pattern);
        String name = pattern.substring(pattern.lastIndexOf('/') + 1);
        if (!WILD.matcher(name).matches()) {
            return at(path).stream().toList();
        }
        return list(path).stream()
                .filter(found -> matches(pattern, found.path()))
                .toList();
    }

    /** Whether the pattern names this path. */
    static boolean matches(String pattern, Path path) {
        Path named = Path.of(pattern);
        if (!WILD.matcher(named.getFileName().toString()).matches()) {
            return named.equals(path);
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + named.getFileName());
        return path.resolveSibling(named.getFileName()).equals(named) && matcher.matches(path.getFileName());
    }

    /** Where rotation has put earlier files of this name, oldest first. */
    static List<Found> rotated(Path name) {
        return list(name).stream()
                .filter(found -> rotatedFrom(name, found.path()))
                .toList();
    }

    static boolean rotatedFrom(Path name, Path other) {
        String base = name.getFileName().toString();
        String candidate = other.getFileName().toString();
        return candidate.startsWith(base)
                && ROTATED.matcher(candidate.substring(base.length())).matches()
                && name.resolveSibling(other.getFileName()).equals(other);
    }

    private static List<Found> list(Path file) {
        Path folder = file.getParent();
        List<Found> found = new ArrayList<>();
        if (folder == null || !Files.isDirectory(folder, new LinkOption[0])) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!COMPRESSED.matcher(entry.getFileName().toString()).matches()) {
                    at(entry).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        found.sort(Comparator.comparing(Found::modified).thenComparing(Found::path));
        return found;
    }
}
