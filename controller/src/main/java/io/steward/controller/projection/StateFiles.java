package io.steward.controller.projection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the state database in one folder: {@code state}, or {@code state-<n>} after it was folded anew. The small
 * file {@code live} names the one that counts; it changes in one rename, so a crash leaves the old or the new one.
 */
record StateFiles(Path folder) {
    private static final String LIVE = "live";
    private static final Pattern NAME = Pattern.compile("state(?:-([0-9]{1,9}))?");
    private static final List<String> ENDINGS = List.of(".mv.db", ".trace.db");

    /** The database that counts, without the ending that H2 gives it. */
    Path live() throws IOException {
        Path pointer = folder.resolve(LIVE);
        String name = Files.exists(pointer) ? Files.readString(pointer).strip() : "state";
        if (!NAME.matcher(name).matches()) {
            throw new IOException(pointer + " holds \"" + name + "\", which is not allowed: use " + NAME
                    + ", or delete the folder: the log gives everything back");
        }
        return folder.resolve(name);
    }

    /** Where the database after this one goes. */
    Path next(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        boolean first = !name.matches() || name.group(1) == null;
        return folder.resolve("state-" + (first ? 1 : Integer.parseInt(name.group(1)) + 1));
    }

    void makeLive(Path file) throws IOException {
        Path written = folder.resolve(LIVE + ".new");
        Files.writeString(written, file.getFileName() + "\n");
        Files.move(written, folder.resolve(LIVE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(Path file) throws IOException {
        for (String ending : ENDINGS) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ending));
        }
    }

    /** Deletes what earlier runs left half done. */
    void deleteAllBut(Path file) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.toList()) {
                String name = path.getFileName().toString();
                String database = name.replaceAll("\\.(mv|trace)\\.db$", "");
                if (!name.equals(database)
                        && NAME.matcher(database).matches()
                        && !database.equals(file.getFileName().toString())) {
                    Files.delete(path);
                }
            }
        }
    }
}
