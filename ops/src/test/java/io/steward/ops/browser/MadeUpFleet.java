package io.steward.ops.browser;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.ops.story.RunningFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** What the made-up part of a fleet looks like: the same every time. */
final class MadeUpFleet {
    /** The node whose last command failed, in a fleet where all others did well. */
    static final String FAILED = "genoa-04";

    /** What that node printed. */
    static final String REASON = "tar: /var/backup: No space left on device\n";

    private static final int REAL = 3;
    private static final List<String> SITES = List.of(
            "antwerp", "bremen", "genoa", "hamburg", "lisbon", "oslo", "piraeus", "rotterdam", "valencia", "zeebrugge");
    private static final List<String> ROLES = List.of("bridge", "engine", "cabin", "cargo");
    private static final List<String> BACKUP = List.of("sh", "-c", "tar -czf /var/backup/etc.tar.gz /etc");
    private static final List<String> UNAME = List.of("uname", "-a");

    private final List<MadeUpNode> nodes;
    private final boolean large;
    private final Random random = new Random(4);

    private MadeUpFleet(int made) {
        this.large = made > 100;
        this.nodes = IntStream.range(0, made).mapToObj(this::node).toList();
    }

    /** A running fleet of so many nodes; returns once the controller serves all of them. */
    static RunningFleet start(int nodes) {
        RunningFleet fleet = RunningFleet.start();
        if (nodes > REAL) {
            try (FleetSeed seed = FleetSeed.into(endpoint(fleet, "nats"), credentials(fleet))) {
                new MadeUpFleet(nodes - REAL).put(seed);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            Awaitility.await("all nodes are served")
                    .atMost(RunningFleet.PATIENCE)
                    .until(
                            () -> fleet.sql("SELECT count(*) n FROM node_state WHERE last_seen IS NOT NULL"),
                            rows -> Objects.equals(rows.get(0).get("n"), nodes));
            Awaitility.await("everything is folded")
                    .atMost(RunningFleet.PATIENCE)
                    .until(() -> fleet.sql("SELECT * FROM projection_position WHERE lag > 0"), List::isEmpty);
        }
        return fleet;
    }

    private static String endpoint(RunningFleet fleet, String name) {
        return String.valueOf(fleet.endpoints().get(name));
    }

    private static Path credentials(RunningFleet fleet) {
        Map<?, ?> all = (Map<?, ?>) Objects.requireNonNull(fleet.endpoints().get("credentials"));
        return Path.of(String.valueOf(all.get("controller")));
    }

    private void put(FleetSeed seed) throws InterruptedException {
        Instant now = Instant.now();
        seed.nodes(nodes, now);
        seed.commands(
                nodes.stream()
                        .map(node -> command(node, UNAME, Status.SUCCEEDED, now))
                        .toList(),
                "alice",
                "weekly check",
                now);
        List<MadeUpCommand> backup = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            backup.addAll(large ? varied(i, now) : List.of(backup(nodes.get(i), now)));
        }
        seed.commands(backup, "alice", "nightly backup", now);
    }

    private MadeUpNode node(int i) {
        int site = i % SITES.size();
        int number = i / SITES.size() + 1;
        String name = SITES.get(site) + "-" + String.format(large ? "%03d" : "%02d", number);
        boolean online = !large || dice(i, 1, 11) != 0;
        return new MadeUpNode(
                name,
                Map.of("site", SITES.get(site), "role", ROLES.get(i / 7 % ROLES.size())),
                online,
                i % 13 == 0 ? "0.0.9" : "0.1.0-SNAPSHOT");
    }

    // The same for the same node every time, without a pattern that an eye would see.
    private static int dice(int node, int salt, int sides) {
        long mixed = (node + 1) * 0x9E3779B97F4A7C15L + salt * 0xC2B2AE3D27D4EB4FL;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58476D1CE4E5B9L;
        return Math.floorMod(Long.hashCode(mixed), sides);
    }

    private MadeUpCommand backup(MadeUpNode node, Instant now) {
        return command(node, BACKUP, node.name().equals(FAILED) ? Status.FAILED : Status.SUCCEEDED, now);
    }

    // What has not ended of a large fleet: nodes that are away have some waiting, a few work.
    private List<MadeUpCommand> varied(int i, Instant now) {
        MadeUpNode node = nodes.get(i);
        if (!node.online()) {
            return IntStream.range(0, i % 4)
                    .mapToObj(n -> command(node, BACKUP, Status.QUEUED, now))
                    .toList();
        }
        Status status = dice(i, 2, 45) == 0 ? Status.FAILED : dice(i, 3, 90) == 0 ? Status.STARTED : Status.SUCCEEDED;
        return i % 3 == 0 || status != Status.SUCCEEDED ? List.of(command(node, BACKUP, status, now)) : List.of();
    }

    private MadeUpCommand command(MadeUpNode node, List<String> argv, Status status, Instant now) {
        boolean failed = status == Status.FAILED;
        Duration ago = argv == UNAME ? Duration.ofMinutes(30) : Duration.ofSeconds(2);
        return new MadeUpCommand(
                CommandId.from(now.minus(ago), random.nextLong(), random.nextLong()),
                node.name(),
                argv,
                status,
                failed ? 2 : 0,
                argv == UNAME ? "Linux " + node.name() + " 6.1.0-30-amd64 #1 SMP x86_64 GNU/Linux\n" : "",
                failed ? REASON : "",
                ago);
    }
}
