package io.steward.ops.bench.raw;

import io.steward.agent.method.shell.ShellCommand;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts the wrapper that agents run shell commands under, around {@code true}, and waits until it has ended. What it
 * reads is laid out before the time is taken. One thread.
 */
public final class RawWrapper {
    private static final String SECONDS = "60";

    private final Path folder;
    private int runs;

    private RawWrapper(Path folder) {
        this.folder = folder;
    }

    /** In an empty folder of its own. */
    public static RawWrapper in(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (InputStream wrapper = ShellCommand.class.getResourceAsStream("wrapper.sh")) {
            if (wrapper == null) {
                throw new IOException("wrapper.sh is missing in the agent's jar");
            }
            Files.copy(wrapper, folder.resolve("wrapper.sh"));
        }
        return new RawWrapper(folder);
    }

    /** Once; nanoseconds from before the fork until the end was seen. */
    public long once() throws IOException, InterruptedException {
        Path run = Files.createDirectory(folder.resolve(Integer.toString(++runs)));
        Files.writeString(run.resolve("command"), "{\nexport STEWARD_COMMAND_ID='raw'\nexec 'true'\n}\n");
        ProcessBuilder builder = new ProcessBuilder(
                        "setsid", "sh", folder.resolve("wrapper.sh").toString(), run.toString(), SECONDS, "raw")
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(run.resolve("wrapper.err").toFile());
        long begun = System.nanoTime();
        Process process = builder.start();
        process.waitFor();
        long took = System.nanoTime() - begun;
        String exit = Files.readString(run.resolve("exit"));
        if (!exit.equals("0\n")) {
            throw new IOException("true ended with \"" + exit.strip() + "\" under the wrapper");
        }
        return took;
    }
}
