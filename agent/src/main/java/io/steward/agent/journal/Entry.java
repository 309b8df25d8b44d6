package io.steward.agent.journal;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.subject.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * What the journal knows of one command. A value.
 *
 * @param command its JSON as it came; empty once the log has stored the end
 * @param stream where it came from, and {@code streamSeq} its place there
 * @param status DELIVERED, STARTED or a terminal one
 * @param attempt 0 before the first start
 * @param bootId the machine's when the last attempt began; empty before
 * @param cancelAsked somebody wanted the running command to end
 * @param number how many commands the journal had received with it; 0 from a journal that did not count yet
 * @param vouched its signature was found to be right
 */
@SuppressWarnings("ArrayRecordComponent") // known by its id; nobody compares two by their bytes
public record Entry(
        CommandId id,
        Subject subject,
        byte[] command,
        String stream,
        long streamSeq,
        Instant deliveredAt,
        Status status,
        int attempt,
        String bootId,
        Optional<Instant> startedAt,
        boolean cancelAsked,
        long number,
        boolean vouched) {

    /** A command as it was just received. */
    public static Entry delivered(
            CommandId id, Subject subject, byte[] command, String stream, long streamSeq, Instant at) {
        return new Entry(
                id,
                subject,
                command,
                stream,
                streamSeq,
                at,
                Status.DELIVERED,
                0,
                "",
                Optional.empty(),
                false,
                0,
                false);
    }

    Entry started(Change.Started change) {
        return new Entry(
                id,
                subject,
                command,
                stream,
                streamSeq,
                deliveredAt,
                Status.STARTED,
                change.attempt(),
                change.bootId(),
                Optional.of(change.at()),
                cancelAsked,
                number,
                vouched);
    }

    Entry withCancelAsked() {
        return new Entry(
                id,
                subject,
                command,
                stream,
                streamSeq,
                deliveredAt,
                status,
                attempt,
                bootId,
                startedAt,
                true,
                number,
                vouched);
    }

    Entry ended(Status end) {
        return new Entry(
                id,
                subject,
                command,
                stream,
                streamSeq,
                deliveredAt,
                end,
                attempt,
                bootId,
                startedAt,
                cancelAsked,
                number,
                vouched);
    }

    Entry withVouched() {
        return new Entry(
                id,
                subject,
                command,
                stream,
                streamSeq,
                deliveredAt,
                status,
                attempt,
                bootId,
                startedAt,
                cancelAsked,
                number,
                true);
    }

    /** As much as may wait in memory. */
    public Entry withoutCommand() {
        return new Entry(
                id,
                subject,
                new byte[0],
                stream,
                streamSeq,
                deliveredAt,
                status,
                attempt,
                bootId,
                startedAt,
                cancelAsked,
                number,
                vouched);
    }

    Entry numbered(long newNumber) {
        return new Entry(
                id,
                subject,
                command,
                stream,
                streamSeq,
                deliveredAt,
                status,
                attempt,
                bootId,
                startedAt,
                cancelAsked,
                newNumber,
                vouched);
    }

    /** The command's content is nobody's business in a log. */
    @Override
    public String toString() {
        return "Entry[" + id + " " + status + " on " + subject + "]";
    }
}
