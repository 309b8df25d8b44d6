package io.steward.nats.server;

import io.steward.nats.keys.FleetKeys;
import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A nats-server as a child process: started, waited for, stopped, and started again on the same store and port.
 *
 * <p>One thread at a time. It does not watch the child: {@link #onExit} tells when it ends, and {@link #restart} is the
 * caller's decision. What the broker has acknowledged is in its store; {@link #kill} loses none of it. Configuration,
 * log and port file are in the folder given at the start.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Pattern CLIENTS = Pattern.compile("\"nats\"\\s*:\\s*\\[\\s*\"([^\"]+)\"");
    private static final Pattern MONITOR = Pattern.compile("\"monitoring\"\\s*:\\s*\\[\\s*\"([^\"]+)\"");

    private final Path binary;
    private final FleetKeys keys;
    private final Path folder;
    private BrokerConfig config;
    private Process process;

    private BrokerProcess(Path binary, BrokerConfig config, FleetKeys keys, Path folder) throws IOException {
        this.binary = binary;
        this.config = config;
        this.keys = keys;
        this.folder = folder;
        this.process = launch();
    }

    /**
     * Starts the server and returns once it accepts connections.
     *
     * @param folder for its configuration, its log and its port file
     * @throws IOException when it ends early or is not ready in time; the message ends with the log's last lines
     */
    public static BrokerProcess start(Path binary, BrokerConfig config, FleetKeys keys, Path folder)
            throws IOException {
        Files.createDirectories(folder);
        // Not one that the system may lend to a connection while the server is down.
        BrokerConfig fixed = config.port() == 0 ? config.withPort(FreePort.any()) : config;
        return new BrokerProcess(binary, fixed, keys, folder);
    }

    /** Where clients connect, as {@code nats://host:port}. The same after a restart. */
    public String url() {
        return "nats://" + reachable(config.host()) + ":" + config.port();
    }

    /** Where the monitoring page is, as {@code http://host:port}, if there is one. */
    public Optional<String> monitorUrl() {
        return config.monitor().isPresent()
                ? Optional.of("http://" + reachable(config.host()) + ":"
                        + config.monitor().getAsInt())
                : Optional.empty();
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Completes when the present child ends, for whatever reason. */
    public CompletableFuture<ProcessHandle> onExit() {
        return process.toHandle().onExit();
    }

    public Path logFile() {
        return folder.resolve("nats-server.log");
    }

    /** Ends the child with SIGTERM, and with SIGKILL if it is still there after the patience. */
    public void stop(Duration patience) {
        process.destroy();
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Ends the child with SIGKILL and waits until it is gone. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Starts it again on the same store and port, ending it first if it still runs. */
    public void restart() throws IOException {
        stop(STOP_PATIENCE);
        process = launch();
    }

    @Override
    public void close() {
        stop(STOP_PATIENCE);
    }

    private Process launch() throws IOException {
        Path ports = Files.createDirectories(folder.resolve("ports"));
        try (DirectoryStream<Path> stale = Files.newDirectoryStream(ports, "*.ports")) {
            for (Path file : stale) {
                Files.delete(file);
            }
        }
        Path file = folder.resolve("nats-server.conf");
        Files.writeString(file, config.render(keys));
        List<String> command =
                List.of(binary.toString(), "--config", file.toString(), "--ports_file_dir", ports.toString());
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                .start();
        awaitReady(child, ports.resolve(binary.getFileName() + "_" + child.pid() + ".ports"));
        return child;
    }

    private void awaitReady(Process child, Path ports) throws IOException {
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        while (!(Files.exists(ports) && Files.readString(ports).strip().endsWith("}"))) {
            boolean ended = endedWithin(child, Duration.ofMillis(10));
            if (ended || System.nanoTime() - deadline > 0) {
                child.destroyForcibly();
                throw new IOException("nats-server " + (ended ? "ended" : "was not ready in " + START_PATIENCE)
                        + "; its log " + logFile() + " ends with:\n" + logTail());
            }
        }
        learnPorts(Files.readString(ports));
    }

    private void learnPorts(String ports) {
        config = config.withPort(port(CLIENTS, ports));
        if (config.monitor().isPresent()) {
            config = config.withMonitor(port(MONITOR, ports));
        }
    }

    private static int port(Pattern pattern, String ports) {
        Matcher matcher = pattern.matcher(ports);
        if (!matcher.find()) {
            throw new IllegalStateException("the server's port file names no such port: " + ports);
        }
        return URI.create(matcher.group(1)).getPort();
    }

    private static boolean endedWithin(Process child, Duration patience) {
        try {
            return child.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private String logTail() throws IOException {
        List<String> lines = Files.readAllLines(logFile());
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    private static String reachable(String host) {
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }
}
