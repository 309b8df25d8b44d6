package io.steward.controller.projection;

import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Journaled;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.fold.CommandState;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Json;
import io.steward.model.wire.Unreadable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Command states as rows and back. The row keeps the command's own bytes, so what is read is what was folded; only what
 * an ACK printed beyond the longest text is cut.
 */
final class CommandRows {
    private static final List<String> FIXED = List.of(
            "id",
            "node",
            "method",
            "domain",
            "stream",
            "log_seq",
            "queued_at",
            "issued_by",
            "issued_at",
            "expires_at",
            "reason",
            "args",
            "message");
    private static final List<String> MOVING = List.of(
            "status",
            "due_at",
            "delivered_at",
            "started_at",
            "finished_at",
            "attempts",
            "conflicts",
            "ack_at",
            "ack_delivered_at",
            "ack_started_at",
            "ack_attempt",
            "exit_code",
            "stdout",
            "stderr",
            "stdout_bytes",
            "stderr_bytes",
            "truncated",
            "error_code",
            "error_message",
            "journal",
            "journal_n");
    private static final String INSERT = "insert into steward.command (" + String.join(", ", FIXED) + ", "
            + String.join(", ", MOVING) + ") values ("
            + IntStream.range(0, FIXED.size() + MOVING.size())
                    .mapToObj(i -> "?")
                    .collect(Collectors.joining(", "))
            + ")";
    private static final String UPDATE = "update steward.command set "
            + MOVING.stream().map(column -> column + " = ?").collect(Collectors.joining(", ")) + " where id = ?";

    private CommandRows() {}

    static Map<CommandId, CommandState> load(Connection connection, Collection<CommandId> ids) throws SQLException {
        Map<CommandId, CommandState> states = new HashMap<>();
        List<UUID> keys = ids.stream().map(CommandRows::uuid).toList();
        Jdbc.queryAny(connection, "select * from steward.command where id = any(?)", "uuid", keys, CommandRows::read)
                .forEach(state -> states.put(state.id(), state));
        return states;
    }

    static Rows inserts(Collection<CommandState> states, Map<CommandId, byte[]> messages) {
        Rows rows = new Rows(INSERT);
        for (CommandState state : states) {
            rows.add(moving(fixed(state, messages.get(state.id())), state));
        }
        return rows;
    }

    static Rows updates(Collection<CommandState> states) {
        Rows rows = new Rows(UPDATE);
        for (CommandState state : states) {
            rows.add(moving(new Row(MOVING.size() + 1), state).add(uuid(state.id())));
        }
        return rows;
    }

    static UUID uuid(CommandId id) {
        return UUID.fromString(id.value());
    }

    private static Row fixed(CommandState state, byte[] message) {
        Command command = state.command();
        return new Row(FIXED.size() + MOVING.size())
                .add(uuid(state.id()))
                .add(command.node().value())
                .add(command.subject().method())
                .add(command.subject().domain())
                .add(state.stream())
                .add(state.logSeq())
                .add(state.queuedAt())
                .add(command.issuedBy())
                .add(command.issuedAt())
                .add(command.expiresAt())
                .add(command.reason())
                .add(Jdbc.fitting(Json.text(command.args().fields())))
                .add(message);
    }

    private static Row moving(Row row, CommandState state) {
        row.add(state.status().name())
                .add(dueAt(state))
                .add(state.deliveredAt())
                .add(state.startedAt())
                .add(state.finishedAt())
                .add(state.attempts())
                .add(state.conflicts());
        Optional<Ack> ack = state.lastAck();
        Optional<Output> output =
                ack.map(Ack::output).filter(printed -> state.status().terminal() || !printed.equals(Output.NONE));
        return row.add(ack.map(Ack::at))
                .add(ack.flatMap(Ack::deliveredAt))
                .add(ack.flatMap(Ack::startedAt))
                .add(ack.map(Ack::attempt))
                .add(ack.flatMap(Ack::exitCode))
                .add(output.map(printed -> Jdbc.fitting(printed.stdout())))
                .add(output.map(printed -> Jdbc.fitting(printed.stderr())))
                .add(output.map(Output::stdoutBytes))
                .add(output.map(Output::stderrBytes))
                .add(output.map(printed -> printed.truncated() || tooLong(printed)))
                .add(ack.flatMap(Ack::error).map(Fault::code))
                .add(ack.flatMap(Ack::error).map(fault -> Jdbc.fitting(fault.message())))
                .add(state.journaled().map(Journaled::journal))
                .add(state.journaled().flatMap(CommandRows::number));
    }

    private static boolean tooLong(Output printed) {
        return printed.stdout().length() > Jdbc.LONGEST_TEXT || printed.stderr().length() > Jdbc.LONGEST_TEXT;
    }

    /** From when on it is late: its expiry until it has started, then the end of its timeout. */
    static Optional<Instant> dueAt(CommandState state) {
        if (state.status().terminal() || state.startedAt().isEmpty()) {
            return state.command().expiresAt();
        }
        try {
            Instant started = state.startedAt().get();
            return state.command().timeout().map(started::plus);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    static CommandState read(ResultSet row) throws SQLException {
        return new CommandState(
                command(row),
                row.getString("stream"),
                row.getLong("log_seq"),
                Jdbc.instant(row, "queued_at").orElseThrow(),
                Status.valueOf(row.getString("status")),
                Jdbc.instant(row, "delivered_at"),
                Jdbc.instant(row, "started_at"),
                Jdbc.instant(row, "finished_at"),
                row.getInt("attempts"),
                ack(row),
                row.getInt("conflicts"),
                journaled(row));
    }

    static Optional<Long> number(Journaled journaled) {
        OptionalLong number = journaled.number();
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static Optional<Journaled> journaled(ResultSet row) throws SQLException {
        Optional<String> journal = Jdbc.text(row, "journal");
        OptionalLong number = Jdbc.number(row, "journal_n");
        return journal.map(id -> new Journaled(id, number));
    }

    private static Command command(ResultSet row) throws SQLException {
        Subject subject =
                Subject.command(NodeName.of(row.getString("node")), row.getString("method"), row.getString("domain"));
        try {
            return Codec.decodeCommand(subject, row.getBytes("message"));
        } catch (Unreadable e) {
            throw new IllegalStateException("command " + row.getString("id") + " was readable when it was stored", e);
        }
    }

    private static Optional<Ack> ack(ResultSet row) throws SQLException {
        Optional<Instant> at = Jdbc.instant(row, "ack_at");
        if (at.isEmpty()) {
            return Optional.empty();
        }
        Output output = new Output(
                Jdbc.text(row, "stdout").orElse(""),
                Jdbc.text(row, "stderr").orElse(""),
                row.getLong("stdout_bytes"),
                row.getLong("stderr_bytes"),
                row.getBoolean("truncated"));
        String errorMessage = Jdbc.text(row, "error_message").orElse("");
        return Optional.of(new Ack(
                CommandId.of(row.getString("id")),
                Status.valueOf(row.getString("status")),
                at.get(),
                Jdbc.instant(row, "ack_delivered_at"),
                Jdbc.instant(row, "ack_started_at"),
                row.getInt("ack_attempt"),
                Jdbc.integer(row, "exit_code"),
                output,
                Jdbc.text(row, "error_code").map(code -> new Fault(code, errorMessage))));
    }
}
