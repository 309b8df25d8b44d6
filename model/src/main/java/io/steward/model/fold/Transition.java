package io.steward.model.fold;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import java.time.Instant;

/**
 * A command became something.
 *
 * @param at when it happened, by the clock of whom it happened to
 * @param recordedAt when the log learned of it
 * @param logSeq where the log says so
 */
public record Transition(
        CommandId commandId,
        NodeName node,
        Status status,
        Instant at,
        Instant recordedAt,
        String stream,
        long logSeq) {}
