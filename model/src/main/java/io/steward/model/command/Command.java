package io.steward.model.command;

import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One piece of work for one node, as its sender wrote it (contract, section 4). The subject is not part of the JSON: it
 * is where the message was published.
 *
 * @param expiresAt not started by then: it ends as {@link Status#EXPIRED}; empty: never
 * @param timeout how long the work may take; empty: the method's default
 * @param requestKey the same for all commands of one request that may be repeated (contract, Idempotency-Key): by it a
 *     repeated request finds the commands of the first
 * @param supersedes commands of the same subject that have not started when this one arrives are replaced by it
 * @param signature who vouches for all of this; empty: nobody
 */
public record Command(
        CommandId id,
        Subject subject,
        String issuedBy,
        Instant issuedAt,
        Optional<Instant> expiresAt,
        Optional<Duration> timeout,
        OnCrash onCrash,
        boolean supersedes,
        Args args,
        Optional<String> reason,
        Optional<String> requestKey,
        Optional<Signed> signature) {

    /** An unsigned command. */
    public Command(
            CommandId id,
            Subject subject,
            String issuedBy,
            Instant issuedAt,
            Optional<Instant> expiresAt,
            Optional<Duration> timeout,
            OnCrash onCrash,
            boolean supersedes,
            Args args,
            Optional<String> reason,
            Optional<String> requestKey) {
        this(
                id,
                subject,
                issuedBy,
                issuedAt,
                expiresAt,
                timeout,
                onCrash,
                supersedes,
                args,
                reason,
                requestKey,
                Optional.empty());
    }

    /** The same with this signature under it. */
    public Command with(Signed by) {
        return new Command(
                id,
                subject,
                issuedBy,
                issuedAt,
                expiresAt,
                timeout,
                onCrash,
                supersedes,
                args,
                reason,
                requestKey,
                Optional.of(by));
    }

    public NodeName node() {
        return subject.node();
    }

    /** Arguments may hold secrets: only what identifies the command is printed. */
    @Override
    public String toString() {
        return "Command[" + id + " on " + subject + " by " + issuedBy + "]";
    }
}
