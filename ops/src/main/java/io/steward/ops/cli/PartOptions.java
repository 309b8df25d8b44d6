package io.steward.ops.cli;

import io.steward.ops.up.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A part of an {@code up} on this machine: broker, controller or a node. */
final class PartOptions {
    private static final int PATIENCE_SECONDS = 20;

    @Parameters(paramLabel = "PART", description = "broker, controller, or the name of a node.")
    String part;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder of the 'steward up'. Default: STEWARD_DATA, then ./steward-data.")
    @Nullable
    Path data;

    DataFolder folder() {
        Optional<String> set =
                Optional.ofNullable(System.getenv("STEWARD_DATA")).filter(text -> !text.isBlank());
        DataFolder folder = new DataFolder(Objects.requireNonNullElse(data, Path.of(set.orElse("steward-data"))));
        if (!Files.isDirectory(folder.root().resolve("run"))) {
            throw Trouble.unreachable("no fleet has been started in " + folder.root()
                    + "; name the folder of a 'steward up' with --data");
        }
        if (!part.matches("[A-Za-z0-9][A-Za-z0-9_-]*") || !folder.knows(part)) {
            throw Trouble.wrongUse("part \"" + part + "\" is not known in " + folder.root()
                    + ": use broker, controller or the name of a node");
        }
        return folder;
    }

    static boolean alive(DataFolder folder, String part) {
        return folder.pid(part)
                .flatMap(ProcessHandle::of)
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    static boolean within(BooleanSupplier done) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return true;
    }
}
