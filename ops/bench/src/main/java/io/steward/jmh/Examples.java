package io.steward.jmh;

import io.steward.controller.log.Batch;
import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Commands, their ACKs and the log that they make, all by a number. Pure. */
public final class Examples {
    /** Commands and ACKs of one command: stored, delivered, started, succeeded. */
    public static final int ENTRIES = 4;

    static final Instant NINE = Instant.parse("2026-11-22T09:00:00Z");

    private static final int NODES = 1_000;

    private Examples() {}

    static Command command(long number) {
        Instant issued = NINE.plusMillis(number);
        return new Command(
                CommandId.from(issued, number, number),
                Subject.command(node(number), "shellcommand", "operatingsystem"),
                "alice",
                issued,
                Optional.of(issued.plus(Duration.ofDays(1))),
                Optional.of(Duration.ofSeconds(30)),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("uname", "-a"))),
                Optional.of("weekly check"),
                Optional.empty());
    }

    static Ack ack(Command command, long number, Status status) {
        Instant delivered = command.issuedAt().plusMillis(100);
        boolean started = status != Status.DELIVERED;
        return new Ack(
                command.id(),
                status,
                delivered.plusMillis(status.terminal() ? 50 : 0),
                Optional.of(delivered),
                started ? Optional.of(delivered) : Optional.empty(),
                started ? 1 : 0,
                status.terminal() ? Optional.of(0) : Optional.empty(),
                status.terminal() ? output() : Output.NONE,
                Optional.empty(),
                Optional.of(
                        new Journaled("b3c3d2f4-7a8e-4f3a-9a55-0d2b6c1f7e11", OptionalLong.of(number / NODES + 1))));
    }

    /** The entries of as many commands, from this place in the log on. */
    public static Batch batch(long firstSeq, int commands) {
        List<LogEntry> entries = new ArrayList<>(commands * ENTRIES);
        long number = firstSeq / ENTRIES;
        for (int i = 0; i < commands; i++) {
            Command command = command(number + i);
            entries.add(entry(firstSeq + entries.size(), command.subject(), Codec.encode(command)));
            for (Status status : List.of(Status.DELIVERED, Status.STARTED, Status.SUCCEEDED)) {
                byte[] ack = Codec.encode(ack(command, number + i, status));
                entries.add(entry(firstSeq + entries.size(), command.subject().ack(), ack));
            }
        }
        return new Batch(Streams.COMMANDS, NINE, entries, firstSeq + entries.size());
    }

    private static LogEntry entry(long seq, Subject subject, byte[] data) {
        return new LogEntry(Streams.COMMANDS, seq, NINE.plusMillis(seq), subject.toString(), data);
    }

    private static NodeName node(long number) {
        return NodeName.of("ship" + number % NODES);
    }

    private static Output output() {
        String line = "Linux ship 6.1.0-30-amd64 #1 SMP x86_64 GNU/Linux\n";
        return new Output(line, "", line.length(), 0, false);
    }
}
