package io.steward.model.command;

import java.time.Instant;
import java.util.Optional;

/**
 * What is said about one command: how far it is or how it ended, and what it printed (contract, section 4). A terminal
 * ACK carries all earlier times, so that it tells the whole story alone.
 *
 * @param at when it became so, by the speaker's clock
 * @param attempt 1 for the first start; 0 if there was none
 * @param journaled where the speaker's agent had received it; empty when no agent speaks, or an old one
 */
public record Ack(
        CommandId id,
        Status status,
        Instant at,
        Optional<Instant> deliveredAt,
        Optional<Instant> startedAt,
        int attempt,
        Optional<Integer> exitCode,
        Output output,
        Optional<Fault> error,
        Optional<Journaled> journaled) {

    /** An ACK that names no journal. */
    public Ack(
            CommandId id,
            Status status,
            Instant at,
            Optional<Instant> deliveredAt,
            Optional<Instant> startedAt,
            int attempt,
            Optional<Integer> exitCode,
            Output output,
            Optional<Fault> error) {
        this(id, status, at, deliveredAt, startedAt, attempt, exitCode, output, error, Optional.empty());
    }

    /** The same, told by this journal. */
    public Ack with(Optional<Journaled> by) {
        return new Ack(id, status, at, deliveredAt, startedAt, attempt, exitCode, output, error, by);
    }

    /** Whether the work had begun when this was said. */
    public boolean started() {
        return status == Status.STARTED || startedAt.isPresent();
    }

    /** The message id under which the stream stores this ACK once: {@code <id>.<status>.<attempt>}. */
    public String messageId() {
        return id + "." + status + "." + attempt;
    }
}
