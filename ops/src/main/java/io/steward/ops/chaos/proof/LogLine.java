package io.steward.ops.chaos.proof;

import io.steward.model.command.Status;
import java.time.Instant;
import java.util.Optional;

/**
 * One message of the control log.
 *
 * @param status of an ACK; empty: it is a command
 * @param at when the speaker says it happened
 * @param started whether an ACK says that the work was ever started
 * @param exitCode of a terminal ACK, where the work ended by itself
 * @param errand the number of the errand that a command belongs to; 0: none
 * @param cancels the command that a cancel is about
 */
public record LogLine(
        long seq,
        Instant recordedAt,
        String node,
        String method,
        String domain,
        String id,
        Optional<Status> status,
        Instant at,
        int attempt,
        boolean started,
        Optional<Integer> exitCode,
        Optional<Instant> expiresAt,
        int errand,
        Optional<String> cancels) {
    public boolean command() {
        return status.isEmpty();
    }

    public boolean end() {
        return status.map(Status::terminal).orElse(false);
    }

    @Override
    public String toString() {
        return "log " + seq + "  " + recordedAt + "  " + node + " " + method + " " + domain + "  "
                + status.map(word -> word + " (attempt " + attempt
                                + exitCode.map(code -> ", exit code " + code).orElse("") + ", said at " + at + ")")
                        .orElse(cancels.map(id -> "cancel of " + id).orElse("command, errand " + errand));
    }
}
