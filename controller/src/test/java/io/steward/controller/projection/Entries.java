package io.steward.controller.projection;

import io.steward.controller.log.Batch;
import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
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
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A stream written down by hand or by a seed, for tests. */
public final class Entries {
    public static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");
    public static final NodeName SHIP1 = NodeName.of("ship1");
    public static final NodeName SHIP2 = NodeName.of("ship2");

    private final String stream;
    private final List<LogEntry> entries = new ArrayList<>();

    public Entries(String stream) {
        this.stream = stream;
    }

    public static CommandId id(int number) {
        return CommandId.from(NINE.plusMillis(number), number, number);
    }

    public static Command command(int number, NodeName node) {
        return new Command(
                id(number),
                Subject.command(node, "shellcommand", "operatingsystem"),
                "alice",
                NINE.plusMillis(number),
                Optional.of(NINE.plusSeconds(3600)),
                Optional.of(Duration.ofSeconds(30)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("uname", "-a"), "count", 3L)),
                Optional.of("weekly check"),
                Optional.of("request-" + number / 2));
    }

    public static Ack ack(int number, Status status, int attempt, Optional<Integer> exitCode) {
        boolean began = attempt > 0;
        return new Ack(
                id(number),
                status,
                NINE.plusSeconds(number).plusMillis(250),
                Optional.of(NINE.plusSeconds(number)),
                began ? Optional.of(NINE.plusSeconds(number).plusMillis(100)) : Optional.empty(),
                attempt,
                exitCode,
                status.terminal() ? new Output("Linux\n", "", 6, 0, false) : Output.NONE,
                status == Status.REJECTED ? Optional.of(new Fault("unknown-process", "no such")) : Optional.empty());
    }

    public Entries command(Command command) {
        return raw(command.subject().toString(), Codec.encode(command));
    }

    public Entries ack(NodeName node, Ack ack) {
        return raw(
                Subject.command(node, "shellcommand", "operatingsystem").ack().toString(), Codec.encode(ack));
    }

    public Entries raw(String subject, byte[] data) {
        entries.add(new LogEntry(stream, entries.size() + 1, NINE.plusSeconds(entries.size()), subject, data));
        return this;
    }

    public Entries raw(String subject, String text) {
        return raw(subject, text.getBytes(StandardCharsets.UTF_8));
    }

    public Entries hello(NodeName node, String version) {
        Hello hello = new Hello(
                version, "journal-1", "boot-1", NINE, List.of(new ProcessName("shellcommand", "operatingsystem")));
        return raw(node + ".event.hello.agent", EventCodec.encode(hello));
    }

    public Entries facts(NodeName node, String site) {
        Facts facts = new Facts(
                node.value(), "Linux", "amd64", 2, 1L << 30, Map.of("site", site, "rack-no", "7"), Map.of("k", "v"));
        return raw(node + ".event.facts.system", EventCodec.encode(facts));
    }

    public Entries enrolled(NodeName node) {
        return raw(node + ".event.enrolled.controller", EventCodec.encode(new Enrolled(NINE, "alice")));
    }

    public Entries connection(NodeName node, boolean online) {
        return raw(
                node + ".event.connection.controller", EventCodec.encode(new Connection(NINE, online, "heartbeats")));
    }

    public static Heartbeat heartbeat(boolean leaving) {
        return new Heartbeat(
                NINE,
                "boot-1",
                Duration.ofMinutes(5),
                Duration.ofSeconds(15),
                1,
                2,
                3,
                4,
                5,
                leaving,
                Optional.of(Duration.ofMillis(-1500)),
                Optional.of("all is well but this"));
    }

    public List<LogEntry> list() {
        return List.copyOf(entries);
    }

    public Batch batch() {
        return batch(entries);
    }

    public static Batch batch(List<LogEntry> part) {
        LogEntry last = part.get(part.size() - 1);
        return new Batch(last.stream(), NINE, part, last.seq());
    }

    /** Commands and ACKs in an order that a log may have, with repeats, contradictions, strangers and rubbish. */
    public static List<LogEntry> seeded(String stream, long seed, int length) {
        Random random = new Random(seed);
        Entries entries = new Entries(stream);
        int commands = Math.max(2, length / 4);
        for (int i = 0; i < length; i++) {
            int number = random.nextInt(commands);
            NodeName node = number % 2 == 0 ? SHIP1 : SHIP2;
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> entries.command(command(number, node));
                case 3 -> entries.ack(random.nextBoolean() ? SHIP1 : SHIP2, ack(number, Status.DELIVERED, 0, none()));
                case 4 -> entries.raw("ship1.ack.shellcommand.operatingsystem", "{\"v\":1,");
                default -> {
                    Status status = Status.values()[random.nextInt(Status.values().length)];
                    Optional<Integer> exit = status.terminal() ? Optional.of(random.nextInt(2)) : none();
                    entries.ack(node, ack(number, status, random.nextInt(3), exit));
                }
            }
        }
        return entries.list();
    }

    private static Optional<Integer> none() {
        return Optional.empty();
    }
}
