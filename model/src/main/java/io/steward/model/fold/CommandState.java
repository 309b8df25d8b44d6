package io.steward.model.fold;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Journaled;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * All that the log says of one command.
 *
 * @param stream the control stream that holds it, {@code logSeq} its place there
 * @param queuedAt when the log stored it
 * @param lastAck the ACK that brought it to its status; empty while it is QUEUED
 * @param conflicts later messages that contradict what stands
 * @param journaled the journal that received it; if several say so, the one that went furthest
 */
public record CommandState(
        Command command,
        String stream,
        long logSeq,
        Instant queuedAt,
        Status status,
        Optional<Instant> deliveredAt,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        int attempts,
        Optional<Ack> lastAck,
        int conflicts,
        Optional<Journaled> journaled) {

    static CommandState queued(Command command, LogEntry entry) {
        return new CommandState(
                command,
                entry.stream(),
                entry.seq(),
                entry.recordedAt(),
                Status.QUEUED,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                0,
                Optional.empty());
    }

    public CommandId id() {
        return command.id();
    }

    public NodeName node() {
        return command.node();
    }

    CommandState contradicted() {
        return new CommandState(
                command,
                stream,
                logSeq,
                queuedAt,
                status,
                deliveredAt,
                startedAt,
                finishedAt,
                attempts,
                lastAck,
                conflicts + 1,
                journaled);
    }

    CommandState moved(Ack ack) {
        boolean delivered = ack.status() == Status.DELIVERED;
        boolean started = ack.status() == Status.STARTED;
        return new CommandState(
                command,
                stream,
                logSeq,
                queuedAt,
                ack.status(),
                ack.deliveredAt().or(() -> deliveredAt).or(() -> delivered ? Optional.of(ack.at()) : Optional.empty()),
                ack.startedAt().or(() -> started ? Optional.of(ack.at()) : startedAt),
                ack.status().terminal() ? Optional.of(ack.at()) : Optional.empty(),
                Math.max(attempts, ack.attempt()),
                Optional.of(ack.with(Optional.empty())),
                conflicts,
                journaled);
    }

    CommandState journaled(Journaled by) {
        return new CommandState(
                command,
                stream,
                logSeq,
                queuedAt,
                status,
                deliveredAt,
                startedAt,
                finishedAt,
                attempts,
                lastAck,
                conflicts,
                Optional.of(by));
    }
}
