package io.steward.ops.cli;

import io.steward.ops.up.DataFolder;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code steward stop PART}: takes a part of an {@code up} away. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        description = "Stops one part of a 'steward up' on this machine and keeps it stopped until 'steward start'.",
        footer = {
            "",
            "Examples:",
            "  steward stop ship2",
            "  steward stop --kill ship2      with SIGKILL, as a crash would"
        })
final class StopCommand implements Callable<Integer> {
    @Mixin
    PartOptions options;

    @Option(names = "--kill", description = "With SIGKILL: no time to say goodbye.")
    boolean kill;

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataFolder folder = options.folder();
        DataFolder.writePrivate(folder.stopFile(options.part), kill ? "kill\n" : "stop\n");
        if (!PartOptions.within(() -> !PartOptions.alive(folder, options.part))) {
            throw Trouble.unreachable(options.part + " still runs; does 'steward up' run on " + folder.root() + "?");
        }
        System.out.println(options.part + " is stopped; 'steward start " + options.part + "' brings it back");
        return 0;
    }
}
