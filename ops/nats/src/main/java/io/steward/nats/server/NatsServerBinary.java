package io.steward.nats.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Finds or fetches a nats-server that runs on this machine, by running {@code provision.sh}.
 *
 * <p>Blocks for seconds when it has to fetch; any thread. Fails with the script's own message, which names all that was
 * tried. The order of places and the pinned hashes are the script's.
 */
public final class NatsServerBinary {
    private NatsServerBinary() {}

    /** Any usable server, the newest at hand. */
    public static Path provision() throws IOException {
        return run(List.of());
    }

    /** A server of one generation: {@code 2.10} or {@code 2.15}. */
    public static Path provision(String generation) throws IOException {
        return run(List.of("--generation", generation));
    }

    private static Path run(List<String> arguments) throws IOException {
        Path folder = Files.createTempDirectory("steward-provision");
        Path complaints = folder.resolve("complaints");
        try {
            List<String> command = new ArrayList<>(
                    List.of("/bin/sh", script(folder, "provision.sh").toString()));
            script(folder, "debian-package.sh");
            command.addAll(arguments);
            Process process = new ProcessBuilder(command)
                    .redirectError(complaints.toFile())
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (exitOf(process) != 0) {
                throw new IOException(Files.readString(complaints).strip());
            }
            return Path.of(answer);
        } finally {
            delete(folder);
        }
    }

    private static Path script(Path folder, String name) throws IOException {
        try (InputStream text = NatsServerBinary.class.getResourceAsStream(name)) {
            return Files.write(
                    folder.resolve(name),
                    Objects.requireNonNull(text, name + " in this jar").readAllBytes());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static int exitOf(Process process) {
        CompletableFuture<Process> exit = process.onExit();
        return exit.join().exitValue();
    }
}
