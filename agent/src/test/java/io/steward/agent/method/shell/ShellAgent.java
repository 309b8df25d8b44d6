package io.steward.agent.method.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A process of its own that runs one command and is killed in the middle: folder, script, timeout, id file. */
final class ShellAgent {
    private ShellAgent() {}

    public static void main(String[] args) throws InterruptedException, java.io.IOException {
        Bench bench = new Bench(Path.of(args[0])).timeout(Duration.parse(args[2]));
        Files.writeString(Path.of(args[3]), bench.id.value());
        bench.run(Map.of("script", args[1], "stream", true));
    }
}
