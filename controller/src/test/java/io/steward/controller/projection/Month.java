package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A month of a fleet of four ships, up to a given moment, as the log would hold it. */
public final class Month {
    private static final Duration DAY = Duration.ofDays(1);

    private final Instant now;
    private final Map<String, List<LogEntry>> streams = new LinkedHashMap<>();
    private int numbers;

    public Month(Instant now) {
        this.now = now;
        nodes();
        commands();
    }

    /** Folds it. */
    public void into(StateDatabase database) {
        streams.forEach((stream, entries) -> {
            try (H2Projection projection = new H2Projection(
                    database, stream, H2Projection.tablesOf(stream, Streams.single(), new EventBounds(100, 100)))) {
                projection.position();
                long last = entries.get(entries.size() - 1).seq();
                projection.fold(new Batch(stream, now.minus(DAY.multipliedBy(31)), entries, last));
            }
        });
    }

    private void nodes() {
        for (int ship = 1; ship <= 4; ship++) {
            NodeName node = NodeName.of("ship" + ship);
            Instant then = now.minus(DAY.multipliedBy(30)).plusSeconds(ship);
            event(then, node, "enrolled.controller", EventCodec.encode(new Enrolled(then, "alice")));
            hello(then, node, "1.0", "boot-1");
            facts(then, node, ship <= 2 ? "north" : "south");
            connection(then, node, true);
        }
        for (String name : List.of("ship1", "ship2")) {
            hello(now.minus(DAY.multipliedBy(2)), NodeName.of(name), "1.1", "boot-2");
        }
        connection(now.minus(DAY.multipliedBy(3)), NodeName.of("ship4"), false);
        for (int hours = 12; hours > 6; hours--) {
            connection(now.minus(Duration.ofHours(hours)), NodeName.of("ship3"), hours % 2 == 1);
        }
        heartbeat("ship1", now, 200);
        heartbeat("ship2", now, 95_000);
        heartbeat("ship3", now.minus(Duration.ofHours(1)), -300);
        heartbeat("ship4", now.minus(DAY.multipliedBy(3)).plusSeconds(60), 0);
    }

    private void commands() {
        done(20, "ship1", "alice", Status.SUCCEEDED, 1, "uptime");
        done(20, "ship3", "alice", Status.SUCCEEDED, 40, "uptime");
        done(6, "ship2", "alice", Status.SUCCEEDED, 2, "uname");
        done(5, "ship2", "bob", Status.INTERRUPTED, 1, "reboot");
        Command backup = issue(5, "ship1", "alice", "backup");
        tell(
                backup,
                Status.FAILED,
                2,
                Optional.of(2),
                new Output("", "disk full\n", 0, 10, false),
                Optional.empty(),
                1);
        Command twice = done(4, "ship3", "alice", Status.SUCCEEDED, 30, "sync");
        tell(twice, Status.FAILED, 33, Optional.of(1), Output.NONE, Optional.empty(), 1);
        for (String node : List.of("ship1", "ship3")) {
            Command refused = issue(4, node, "bob", "format");
            Fault fault = new Fault("not-allowed", "format is not allowed here");
            tell(refused, Status.REJECTED, 3, Optional.empty(), Output.NONE, Optional.of(fault), 0);
        }
        Command lost = issue(4, "ship3", "bob", "fetch");
        told(lost, Status.DELIVERED, 5, "journal-a", 1);
        told(lost, Status.DELIVERED, 9, "journal-b", 1);
        tell(lost, Status.LOST, 20, Optional.empty(), Output.NONE, Optional.empty(), 0);
        Command hung = issue(3, "ship4", "alice", "reboot");
        tell(hung, Status.STARTED, 60, Optional.empty(), Output.NONE, Optional.empty(), 1);
        issue(2, "ship4", "alice", "uptime");
        issue(1, "ship4", "alice", "uptime");
        Command slow = issue(1, "ship1", "alice", "scrub");
        tell(slow, Status.STARTED, 8, Optional.empty(), Output.NONE, Optional.empty(), 1);
    }

    private Command done(int days, String node, String by, Status status, int seconds, String what) {
        Command command = issue(days, node, by, what);
        Optional<Integer> exit = status == Status.SUCCEEDED ? Optional.of(0) : Optional.empty();
        tell(command, status, seconds, exit, new Output("ok\n", "", 3, 0, false), Optional.empty(), 1);
        return command;
    }

    private Command issue(int days, String node, String by, String what) {
        numbers++;
        Instant at = now.minus(DAY.multipliedBy(days)).plusSeconds(numbers);
        Command command = new Command(
                CommandId.from(at, numbers, numbers),
                Subject.command(NodeName.of(node), "shellcommand", "operatingsystem"),
                by,
                at,
                Optional.empty(),
                Optional.of(Duration.ofMinutes(1)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of(what))),
                Optional.empty(),
                Optional.empty());
        add("COMMANDS", at, command.subject().toString(), Codec.encode(command));
        return command;
    }

    /** Delivered half way, started a second before the end. */
    private void tell(
            Command command,
            Status status,
            int seconds,
            Optional<Integer> exit,
            Output output,
            Optional<Fault> error,
            int attempt) {
        Instant at = command.issuedAt().plusSeconds(seconds);
        Ack ack = new Ack(
                command.id(),
                status,
                at,
                Optional.of(command.issuedAt().plusMillis(seconds * 500L)),
                attempt == 0 ? Optional.empty() : Optional.of(at.minusMillis(250)),
                attempt,
                exit,
                output,
                error);
        add("COMMANDS", at, command.subject().ack().toString(), Codec.encode(ack));
    }

    private void told(Command command, Status status, int seconds, String journal, int number) {
        Instant at = command.issuedAt().plusSeconds(seconds);
        Ack ack = new Ack(
                        command.id(),
                        status,
                        at,
                        Optional.of(at),
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Output.NONE,
                        Optional.empty())
                .with(Optional.of(new Journaled(journal, OptionalLong.of(number))));
        add("COMMANDS", at, command.subject().ack().toString(), Codec.encode(ack));
    }

    private void hello(Instant at, NodeName node, String version, String boot) {
        event(at, node, "hello.agent", EventCodec.encode(new Hello(version, "journal-" + node, boot, at, List.of())));
    }

    private void facts(Instant at, NodeName node, String site) {
        Facts facts = new Facts(node.value(), "Linux", "amd64", 2, 1L << 30, Map.of("site", site), Map.of());
        event(at, node, "facts.system", EventCodec.encode(facts));
    }

    private void connection(Instant at, NodeName node, boolean online) {
        event(at, node, "connection.controller", EventCodec.encode(new Connection(at, online, "heartbeats")));
    }

    private void event(Instant at, NodeName node, String rest, byte[] data) {
        add("NODES", at, node + ".event." + rest, data);
    }

    private void heartbeat(String node, Instant at, long skewMillis) {
        Heartbeat heartbeat = new Heartbeat(
                at,
                "boot",
                Duration.ofDays(2),
                Duration.ofHours(1),
                0,
                0,
                0,
                0,
                0,
                node.equals("ship3"),
                Optional.of(Duration.ofMillis(skewMillis)),
                Optional.empty());
        add("PRESENCE", at, node + ".presence.heartbeat.agent", EventCodec.encode(heartbeat));
    }

    private void add(String stream, Instant at, String subject, byte[] data) {
        List<LogEntry> entries = streams.computeIfAbsent(stream, name -> new ArrayList<>());
        entries.add(new LogEntry(stream, entries.size() + 1, at, subject, data));
    }
}
