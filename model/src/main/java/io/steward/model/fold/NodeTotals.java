package io.steward.model.fold;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import java.time.Instant;
import java.util.Optional;

/**
 * A node's commands, counted: kept by the fold, because counting rows is slow.
 *
 * @param queued not started yet, wherever they wait
 * @param failed ended in any way but SUCCEEDED
 * @param last the command that ended last, in log order
 */
public record NodeTotals(long queued, long running, long succeeded, long failed, Optional<LastCommand> last) {
    public static final NodeTotals NONE = new NodeTotals(0, 0, 0, 0, Optional.empty());

    /** How a node's last command ended. */
    public record LastCommand(
            CommandId id,
            String method,
            String domain,
            Status status,
            Optional<Integer> exitCode,
            Instant finishedAt) {}

    /** The totals after one of the node's commands went from {@code before} (empty: it is new) to {@code after}. */
    public NodeTotals moved(Optional<CommandState> before, CommandState after) {
        NodeTotals without = before.map(state -> add(state.status(), -1)).orElse(this);
        NodeTotals with = without.add(after.status(), 1);
        boolean ended = after.status().terminal()
                && before.stream().noneMatch(state -> state.status().terminal());
        return ended
                ? new NodeTotals(
                        with.queued, with.running, with.succeeded, with.failed, Optional.of(lastCommand(after)))
                : with;
    }

    private NodeTotals add(Status status, int count) {
        return switch (status) {
            case QUEUED, DELIVERED -> new NodeTotals(queued + count, running, succeeded, failed, last);
            case STARTED -> new NodeTotals(queued, running + count, succeeded, failed, last);
            case SUCCEEDED -> new NodeTotals(queued, running, succeeded + count, failed, last);
            case FAILED, TIMED_OUT, CANCELED, EXPIRED, REJECTED, SUPERSEDED, INTERRUPTED, LOST ->
                new NodeTotals(queued, running, succeeded, failed + count, last);
        };
    }

    private static LastCommand lastCommand(CommandState ended) {
        return new LastCommand(
                ended.id(),
                ended.command().subject().method(),
                ended.command().subject().domain(),
                ended.status(),
                ended.lastAck().flatMap(ack -> ack.exitCode()),
                ended.finishedAt().orElseThrow());
    }
}
