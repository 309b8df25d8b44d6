package io.steward.ops.cli;

import io.steward.ops.up.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code steward start PART}: brings a part back that {@code stop} took away. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "Starts a part of a 'steward up' again that 'steward stop' has stopped.",
        footer = {"", "Examples:", "  steward start ship2"})
final class StartCommand implements Callable<Integer> {
    @Mixin
    PartOptions options;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataFolder folder = options.folder();
        Files.deleteIfExists(folder.stopFile(options.part));
        if (!PartOptions.within(() -> PartOptions.alive(folder, options.part))) {
            throw Trouble.unreachable(options.part + " did not start; does 'steward up' run on " + folder.root() + "?");
        }
        System.out.println(options.part + " is started");
        return 0;
    }
}
