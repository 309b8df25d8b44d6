package io.steward.ops.cli;

import io.steward.model.subject.NodeName;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.LocalFleet;
import io.steward.ops.up.UpException;
import io.steward.ops.up.UpOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code steward up}: everything on this machine, until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts everything on this machine: a real broker, a controller and agents ship1 … shipN.",
            "The same --data goes on where it stopped. Ctrl-C stops all."
        },
        footer = {
            "",
            "Examples:",
            "  steward up",
            "  steward up --nodes 5 --data /tmp/fleet --http 9000",
            "then, in the same folder and another terminal:",
            "  steward nodes"
        })
final class UpCommand implements Callable<Integer> {
    private static final int MOST_NODES = 1000;

    @Option(names = "--nodes", paramLabel = "N", description = "How many agents. Default: ${DEFAULT-VALUE}.")
    int nodes = 3;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "What is kept. Default: STEWARD_DATA, then ./steward-data.")
    @Nullable
    Path data;

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description = "The port of page and API; 0 for a free one. Default: ${DEFAULT-VALUE}.")
    int http = 8080;

    @Option(
            names = "--nats",
            paramLabel = "PORT",
            description = "The broker's port. Default: a free one, the same again on the same data.")
    @Nullable
    Integer nats;

    @Override
    public Integer call() throws IOException, InterruptedException {
        port("--http", http);
        if (nats != null) {
            port("--nats", nats);
        }
        if (nodes < 0 || nodes > MOST_NODES) {
            throw Trouble.wrongUse("--nodes " + nodes + " is not allowed: use 0 to " + MOST_NODES);
        }
        long began = System.nanoTime();
        DataFolder folder = new DataFolder(Objects.requireNonNullElseGet(data, UpCommand::usual));
        UpOptions options = new UpOptions(
                folder, nodes, http, nats == null || nats == 0 ? OptionalInt.empty() : OptionalInt.of(nats));
        AtomicReference<@Nullable LocalFleet> running = new AtomicReference<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running.get()), "stop"));
        try {
            LocalFleet fleet = LocalFleet.open(options, new UpDoors(), System.err::println);
            running.set(fleet);
            fleet.start();
            announce(fleet, folder, Duration.ofNanos(System.nanoTime() - began));
            new CountDownLatch(1).await();
            return 0;
        } catch (UpException e) {
            throw Trouble.refused(e.getMessage() == null ? "" : e.getMessage());
        }
    }

    private static void announce(LocalFleet fleet, DataFolder folder, Duration took) {
        String names = fleet.nodes().stream().map(NodeName::value).collect(Collectors.joining(" "));
        System.out.println("  page, API  " + fleet.http());
        System.out.println("  SQL        " + fleet.sql().replaceFirst("(//[^:@/]*):[^@/]*@", "$1:…@"));
        System.out.println("  broker     " + fleet.nats());
        System.out.println("  nodes      " + (names.isEmpty() ? "none" : names));
        System.out.println(
                "  data       " + folder.root() + "  (logs in log/, addresses and token in run/endpoints.json)");
        for (String part : fleet.keptStopped()) {
            System.out.println(
                    "  " + part + " is kept stopped, as asked before; 'steward start " + part + "' starts it");
        }
        System.out.println("Steward is up");
        System.err.println("(after " + Times.brief(took) + "; Ctrl-C stops everything)");
    }

    // Ends with 0: to be told to stop is the ordinary end of this command.
    private static void stop(@Nullable LocalFleet fleet) {
        if (fleet == null) {
            return;
        }
        try {
            System.err.println("stopping …");
            fleet.stop();
            System.err.println("Steward is stopped; 'steward up' with the same --data goes on");
        } catch (IOException e) {
            System.err.println("steward: not everything could be stopped: " + e);
        }
        if (fleet.started()) {
            Runtime.getRuntime().halt(0);
        }
    }

    private static void port(String option, int port) {
        if (port < 0 || port > 65535) {
            throw Trouble.wrongUse(option + " " + port + " is not allowed: use 0 to 65535");
        }
    }

    private static Path usual() {
        String set = System.getenv("STEWARD_DATA");
        return Path.of(set == null || set.isBlank() ? "steward-data" : set);
    }
}
