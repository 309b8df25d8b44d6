package io.steward.model.fold;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Journaled;
import io.steward.model.command.Lifecycle;
import io.steward.model.command.Status;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one entry of the control log makes of one command. Pure and stateless.
 *
 * <p>A status never moves backwards; the first terminal status in log order stands, and whatever contradicts it later is
 * counted. A repeat changes nothing.
 */
public final class CommandFold {
    /**
     * What became of a command.
     *
     * @param state empty if the entry speaks of a command that the log does not hold
     * @param told a journal's number of which the log had not heard for this command
     * @param again what was received or begun a second time
     */
    public record Folded(
            Optional<CommandState> state,
            List<Transition> transitions,
            Optional<Journaled> told,
            Optional<Again> again) {
        public Folded {
            transitions = List.copyOf(transitions);
        }

        Folded(Optional<CommandState> state, List<Transition> transitions) {
            this(state, transitions, Optional.empty(), Optional.empty());
        }
    }

    /** What happened twice to a command. */
    public enum Again {
        /** A second journal received it, or the same one anew after it had forgotten it. */
        DELIVERY,
        /** The work began once more than the sender allows. */
        EFFECT
    }

    private CommandFold() {}

    /** A command message: the first one of its id stands; the same again is a repeat, another one a contradiction. */
    public static Folded command(Optional<CommandState> before, Command command, LogEntry entry) {
        if (before.isPresent()) {
            boolean repeat = before.get().command().equals(command);
            return unchanged(repeat ? before.get() : before.get().contradicted());
        }
        Transition queued = transition(command.id(), command.subject(), Status.QUEUED, command.issuedAt(), entry);
        return new Folded(Optional.of(CommandState.queued(command, entry)), List.of(queued));
    }

    /** An ACK, published on {@code subject}. */
    public static Folded ack(Optional<CommandState> before, Subject subject, Ack ack, LogEntry entry) {
        if (before.isEmpty()) {
            return new Folded(Optional.empty(), List.of());
        }
        CommandState known = before.get();
        if (!subject.equals(known.command().subject().ack())) {
            return unchanged(known.contradicted());
        }
        DeliveryFold.Told told = DeliveryFold.ack(known, ack);
        if (startsAgain(known, ack) || Lifecycle.advances(known.status(), ack.status())) {
            return new Folded(
                    Optional.of(told.state().moved(ack)), news(known, subject, ack, entry), told.first(), told.again());
        }
        CommandState after = contradicts(known, ack) ? told.state().contradicted() : told.state();
        return new Folded(Optional.of(after), List.of(), told.first(), told.again());
    }

    private static boolean startsAgain(CommandState known, Ack ack) {
        return known.status() == Status.STARTED && ack.status() == Status.STARTED && ack.attempt() > known.attempts();
    }

    /** A late DELIVERED or STARTED is no contradiction; a second, different end is. */
    private static boolean contradicts(CommandState known, Ack ack) {
        if (ack.status() == Status.QUEUED) {
            return true;
        }
        if (!known.status().terminal() || !ack.status().terminal()) {
            return false;
        }
        Ack stands = known.lastAck().orElseThrow();
        return stands.status() != ack.status()
                || stands.attempt() != ack.attempt()
                || !stands.exitCode().equals(ack.exitCode());
    }

    /** The transition itself, and before it the steps that only this ACK tells of. */
    private static List<Transition> news(CommandState known, Subject subject, Ack ack, LogEntry entry) {
        List<Transition> news = new ArrayList<>();
        boolean toldDelivery = known.deliveredAt().isPresent() || known.status() != Status.QUEUED;
        if (ack.status() != Status.DELIVERED && !toldDelivery) {
            ack.deliveredAt().ifPresent(at -> news.add(transition(ack.id(), subject, Status.DELIVERED, at, entry)));
        }
        if (ack.status().terminal() && known.startedAt().isEmpty()) {
            ack.startedAt().ifPresent(at -> news.add(transition(ack.id(), subject, Status.STARTED, at, entry)));
        }
        news.add(transition(ack.id(), subject, ack.status(), ack.at(), entry));
        return news;
    }

    private static Transition transition(CommandId id, Subject subject, Status status, Instant at, LogEntry entry) {
        return new Transition(id, subject.node(), status, at, entry.recordedAt(), entry.stream(), entry.seq());
    }

    private static Folded unchanged(CommandState state) {
        return new Folded(Optional.of(state), List.of());
    }
}
