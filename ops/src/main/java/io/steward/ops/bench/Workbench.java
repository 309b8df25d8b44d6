package io.steward.ops.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What a benchmark is given to work with.
 *
 * @param folder an empty folder of its own; whoever made it takes it away
 * @param most how long a single measured part may take; when it is over, what was done until then is the result
 * @param progress told what is being done, a line each, for people
 */
public record Workbench(Path folder, Duration most, Consumer<String> progress) {
    /** Says what is being done now. */
    public void say(String line) {
        progress.accept(line);
    }

    /** When a part that begins now has to stop, as {@link System#nanoTime()} counts. */
    public long deadline() {
        return System.nanoTime() + most.toNanos();
    }
}
