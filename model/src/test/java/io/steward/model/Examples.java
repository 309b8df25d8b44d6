package io.steward.model;

import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cast of every test: ship1 and ship2, alice, and a day in November. */
public final class Examples {
    public static final NodeName SHIP1 = NodeName.of("ship1");
    public static final NodeName SHIP2 = NodeName.of("ship2");
    public static final Instant NINE = Instant.parse("2026-11-22T09:00:00.000Z");
    public static final CommandId ID = CommandId.of("0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60");
    public static final Subject SHELL = Subject.command(SHIP2, "shellcommand", "operatingsystem");

    private Examples() {}

    public static Command uname() {
        return command(ID, SHELL);
    }

    public static Command command(CommandId id, Subject subject) {
        return new Command(
                id,
                subject,
                "alice",
                NINE,
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                new Args(Map.of("argv", List.of("uname", "-a"))),
                Optional.empty(),
                Optional.empty());
    }

    public static Ack ack(CommandId id, Status status, int attempt, Instant at) {
        boolean ran = attempt > 0;
        return new Ack(
                id,
                status,
                at,
                Optional.of(NINE.plusSeconds(1)),
                ran ? Optional.of(NINE.plusSeconds(2)) : Optional.empty(),
                attempt,
                status == Status.SUCCEEDED
                        ? Optional.of(0)
                        : status == Status.FAILED ? Optional.of(3) : Optional.empty(),
                Output.NONE,
                Optional.empty());
    }

    public static LogEntry entry(long seq, Subject subject, byte[] data) {
        return new LogEntry("COMMANDS", seq, NINE.plusMillis(seq), subject.toString(), data);
    }
}
