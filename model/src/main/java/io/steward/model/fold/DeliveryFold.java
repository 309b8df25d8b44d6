package io.steward.model.fold;

import io.steward.model.command.Ack;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.fold.CommandFold.Again;
import java.util.Optional;

/** Which journal received a command, and whether that happened, or had an effect, more than once. Pure. */
final class DeliveryFold {
    /**
     * What an ACK tells of the delivery.
     *
     * @param first the journal's number, if the log had not heard of it for this command
     */
    record Told(CommandState state, Optional<Journaled> first, Optional<Again> again) {}

    private DeliveryFold() {}

    static Told ack(CommandState known, Ack ack) {
        if (ack.journaled().isEmpty() || ack.journaled().equals(known.journaled())) {
            return new Told(known, Optional.empty(), startedAnew(known, ack));
        }
        Journaled by = ack.journaled().get();
        if (known.journaled().isEmpty()) {
            return new Told(known.journaled(by), Optional.of(by), startedAnew(known, ack));
        }
        boolean began = known.startedAt().isPresent();
        // The furthest one stays, so that a start by the other is seen as the second that it is.
        CommandState after = ack.started() || !began ? known.journaled(by) : known;
        Again again = ack.started() && began ? Again.EFFECT : Again.DELIVERY;
        return new Told(after, Optional.of(by), Optional.of(again));
    }

    private static Optional<Again> startedAnew(CommandState known, Ack ack) {
        boolean anew = ack.attempt() > 1 && ack.attempt() > known.attempts();
        return anew && known.command().onCrash() == OnCrash.REPORT ? Optional.of(Again.EFFECT) : Optional.empty();
    }
}
