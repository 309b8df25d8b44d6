package io.steward.ops.browser;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.ops.story.RunningFleet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What the made-up part of a fleet looks like: the same every time. */
final class MadeUpFleet {
    /** The node whose last command failed, in a fleet where all others did well. */
    static final String FAILED = "genoa-04";

    /** What that node printed. */
    static final String REASON = "tar: /var/backup: No space left on device\n";

    private static final int REAL = 3;
    private static final Duration SERVED_WITHIN = Duration.ofMinutes(3);
    private static final List<String> SITES = List.of(
            "antwerp", "bremen", "genoa", "hamburg", "lisbon", "oslo", "piraeus", "rotterdam", "valencia", "zeebrugge");
    private static final List<String> ROLES = List.of("bridge", "engine", "cabin", "cargo");
    private static final List<String> BACKUP = List.of("sh", "-c", "tar -czf /var/backup/etc.tar.gz /etc");
    private static final List<String> UNAME = List.of("uname", "-a");

    private final Instant now = Instant.now();
    private final List<MadeUpNode> nodes;
    private final List<MadeUpCommand> checks;
    private final List<MadeUpCommand> backups;
    private final boolean large;
    private final Random random = new Random(4);

    private MadeUpFleet(int made) {
        this.large = made > 100;
        this.nodes = IntStream.range(0, made).mapToObj(this::node).toList();
        this.checks = nodes.stream()
                .map(node -> command(node, UNAME, Status.SUCCEEDED))
                .toList();
        this.backups = IntStream.range(0, made).boxed().flatMap(this::backups).toList();
    }

    /** A running fleet of so many nodes; returns once the controller serves all that is made up. */
    static RunningFleet start(int nodes) {
        RunningFleet fleet = RunningFleet.start();
        if (nodes > REAL) {
            MadeUpFleet madeUp = new MadeUpFleet(nodes - REAL);
            try (FleetSeed seed = FleetSeed.into(endpoint(fleet, "nats"), credentials(fleet))) {
                madeUp.put(seed);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            madeUp.awaitServed(fleet);
        }
        return fleet;
    }

    // By exact numbers: what the controller says of its lag is what it knew when it last looked.
    private void awaitServed(RunningFleet fleet) {
        long all = REAL + nodes.size();
        long online = REAL + nodes.stream().filter(MadeUpNode::online).count();
        await(
                fleet,
                "SELECT count(*) FROM node_state WHERE enrolled AND agent_version IS NOT NULL AND os IS NOT NULL"
                        + " AND told_online IS NOT NULL AND last_seen IS NOT NULL",
                all);
        await(fleet, "SELECT count(*) FROM node_state WHERE online", online);
        await(fleet, "SELECT count(*) FROM node_state", all);
        Map<Status, Long> commands = Stream.concat(checks.stream(), backups.stream())
                .collect(Collectors.groupingBy(MadeUpCommand::status, Collectors.counting()));
        commands.forEach((status, many) ->
                await(fleet, "SELECT count(*) FROM command_state WHERE status = '" + status + "'", many));
        await(
                fleet,
                "SELECT count(*) FROM command_state",
                commands.values().stream().mapToLong(Long::longValue).sum());
    }

    private static void await(RunningFleet fleet, String count, long expected) {
        Awaitility.await(expected + " = " + count)
                .atMost(SERVED_WITHIN)
                .until(
                        () -> fleet.sql(count).get(0).values(),
                        found -> String.valueOf(found).equals("[" + expected + "]"));
    }

    private static String endpoint(RunningFleet fleet, String name) {
        return String.valueOf(fleet.endpoints().get(name));
    }

    private static Path credentials(RunningFleet fleet) {
        Map<?, ?> all = (Map<?, ?>) Objects.requireNonNull(fleet.endpoints().get("credentials"));
        return Path.of(String.valueOf(all.get("controller")));
    }

    private void put(FleetSeed seed) throws InterruptedException {
        seed.nodes(nodes, now);
        seed.commands(checks, "alice", "weekly check", now);
        seed.commands(backups, "alice", "nightly backup", now);
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

    // What has not ended of a large fleet: nodes that are away have some waiting, a few work.
    private Stream<MadeUpCommand> backups(int i) {
        MadeUpNode node = nodes.get(i);
        if (!large) {
            return Stream.of(command(node, BACKUP, node.name().equals(FAILED) ? Status.FAILED : Status.SUCCEEDED));
        }
        if (!node.online()) {
            return IntStream.range(0, i % 4).mapToObj(n -> command(node, BACKUP, Status.QUEUED));
        }
        Status status = dice(i, 2, 45) == 0 ? Status.FAILED : dice(i, 3, 90) == 0 ? Status.STARTED : Status.SUCCEEDED;
        return i % 3 == 0 || status != Status.SUCCEEDED ? Stream.of(command(node, BACKUP, status)) : Stream.empty();
    }

    private MadeUpCommand command(MadeUpNode node, List<String> argv, Status status) {
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
