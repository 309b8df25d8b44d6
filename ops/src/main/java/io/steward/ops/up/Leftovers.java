package io.steward.ops.up;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Parts of an {@code up} that was killed and could not stop them: ended before the same data is used again. */
final class Leftovers {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Leftovers() {}

    static void end(DataFolder folder) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.root().resolve("run"), "*.pid")) {
            for (Path file : files) {
                Optional<ProcessHandle> process = DataFolder.read(file)
                        .map(String::strip)
                        .filter(text -> text.matches("[0-9]{1,15}"))
                        .flatMap(text -> ProcessHandle.of(Long.parseLong(text)))
                        .filter(handle -> ofThisFolder(handle, folder));
                if (process.isPresent()) {
                    end(process.get());
                }
                Files.deleteIfExists(file);
            }
        }
    }

    /** Ids are used again by the system: only a process whose command line names the folder is one of ours. */
    private static boolean ofThisFolder(ProcessHandle handle, DataFolder folder) {
        Path commandLine = Path.of("/proc", Long.toString(handle.pid()), "cmdline");
        try {
            return Files.readString(commandLine).contains(folder.root().toString());
        } catch (IOException e) {
            return handle.info().commandLine().orElse("").contains(folder.root().toString());
        }
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            process.destroyForcibly();
            process.onExit().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
