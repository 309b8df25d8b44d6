package io.steward.ops.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Where the browser puts what the page gives to save. */
record Downloads(Path folder) {
    /** The file with such an end of its name, once it is whole. */
    Path file(String end) {
        return await("a download *" + end).atMost(Browser.PATIENCE).until(() -> find(end), Objects::nonNull);
    }

    private Path find(String end) throws IOException {
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.toList();
        }
        boolean underWay = files.stream().anyMatch(file -> file.toString().endsWith(".crdownload"));
        Optional<Path> found =
                files.stream().filter(file -> file.toString().endsWith(end)).findFirst();
        return underWay || found.isEmpty() || Files.size(found.get()) == 0 ? null : found.get();
    }

    void forget() {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
