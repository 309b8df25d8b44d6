package io.steward.agent.process;

import io.steward.agent.journal.Entry;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Stop;
import io.steward.model.command.Ack;
import io.steward.model.command.Fault;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import java.time.Instant;
import java.util.Optional;

/** How work ends, decided from what is known. Pure. */
final class Ending {
    private Ending() {}

    /**
     * The status of work that came to an end. What ended by itself just as it was to be stopped keeps its true end; what
     * was stopped and nobody here had asked for was stopped by the watchdog that outlives the agent.
     */
    static Status status(Outcome outcome, Optional<Stop.Reason> reason) {
        if (!outcome.stopped()) {
            return outcome.succeeded() ? Status.SUCCEEDED : Status.FAILED;
        }
        return switch (reason.orElse(Stop.Reason.TIMEOUT)) {
            case TIMEOUT -> Status.TIMED_OUT;
            case CANCEL -> Status.CANCELED;
        };
    }

    /** The ACK for work that came to an end. */
    static Ack ack(Entry entry, Outcome outcome, Optional<Stop.Reason> reason, Instant at) {
        Status status = status(outcome, reason);
        return new Ack(
                entry.id(),
                status,
                at,
                Optional.of(entry.deliveredAt()),
                entry.startedAt(),
                entry.attempt(),
                outcome.exitCode(),
                outcome.output(),
                outcome.fault());
    }

    /** The ACK for work that never began, or of which nobody knows the end. */
    static Ack ack(Entry entry, Status status, Optional<Fault> fault, Instant at) {
        return new Ack(
                entry.id(),
                status,
                at,
                Optional.of(entry.deliveredAt()),
                entry.startedAt(),
                entry.attempt(),
                Optional.empty(),
                Output.NONE,
                fault);
    }
}
