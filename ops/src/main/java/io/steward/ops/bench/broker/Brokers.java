package io.steward.ops.bench.broker;

import io.steward.nats.server.NatsServerBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which nats-server is meant. Any thread. */
public final class Brokers {
    /** The generations that are supported, the oldest first. */
    public static final List<String> GENERATIONS = List.of("2.10", "2.15");

    private static final Pattern VERSION = Pattern.compile("nats-server: v([0-9]+\\.[0-9]+\\.[0-9]+)");

    private Brokers() {}

    /** The binary of a generation, fetched if need be, or the one at this path. */
    public static Path find(String which) throws IOException {
        return GENERATIONS.contains(which) ? NatsServerBinary.provision(which) : Path.of(which);
    }

    /** Whether it says a generation, or the path of a program. */
    public static boolean known(String which) {
        return GENERATIONS.contains(which)
                || (Files.isExecutable(Path.of(which)) && !Files.isDirectory(Path.of(which)));
    }

    /** What a binary says that it is. */
    public static String version(Path binary) throws IOException {
        Process process = new ProcessBuilder(binary.toString(), "--version")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher matcher = VERSION.matcher(said);
        if (!matcher.find()) {
            throw new IOException(binary + " does not say that it is a nats-server");
        }
        return matcher.group(1);
    }
}
