package io.steward.controller.read;

import io.steward.model.command.CommandId;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * A command that has not ended and that a journal had received which its node does not have any more.
 *
 * @param subject the command's
 * @param attempts how often it was begun
 * @param journal the one that is gone, {@code journalNow} the one that is there
 * @param changedAt when the log heard of the change
 * @param heardAt when the node's newest heartbeat was stored; empty if there was none
 */
public record OrphanedCommand(
        CommandId id,
        Subject subject,
        int attempts,
        Optional<Instant> deliveredAt,
        Optional<Instant> startedAt,
        String journal,
        String journalNow,
        Instant changedAt,
        Optional<Instant> heardAt) {}
