package io.steward.controller.enrol;

import io.steward.controller.read.OrphanedCommand;
import io.steward.model.command.Ack;
import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a command of a journal that is gone is said to be LOST. Pure.
 *
 * <p>What the broker had not been told to be received comes again, to the new journal, and its DELIVERED may be folded
 * long after the hello. So nothing is said before the node has been there with its new journal for some time: what has
 * not been received anew by then never will be.
 */
final class LostRule {
    private LostRule() {}

    /** @param grace how long the node has to have been there since its journal changed */
    static Optional<Ack> decide(OrphanedCommand command, Duration grace, Instant now) {
        Instant settled = command.changedAt().plus(grace);
        boolean heardSince = command.heardAt().stream().anyMatch(heard -> !heard.isBefore(settled));
        if (!heardSince) {
            return Optional.empty();
        }
        return Optional.of(new Ack(
                command.id(),
                Status.LOST,
                now,
                command.deliveredAt(),
                command.startedAt(),
                command.attempts(),
                Optional.empty(),
                Output.NONE,
                Optional.of(new Fault(
                        "journal-gone",
                        "the node came back with journal " + command.journalNow() + "; journal " + command.journal()
                                + " had received the command, and what became of it can't be known"))));
    }
}
