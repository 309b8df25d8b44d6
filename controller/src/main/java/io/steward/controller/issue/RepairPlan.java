package io.steward.controller.issue;

import io.steward.controller.projection.Condition;
import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a repair of the log would do, or did. Immutable.
 *
 * @param done whether it was done; else it is only a plan
 * @param conditions what is wrong
 * @param commands how many commands that only our database still knows are put back, {@code acks} how many ends of
 *     commands, {@code nodes} how many words of nodes
 * @param notRecovered how many commands the log has lost that are not put back, {@code firstNotRecovered} the first
 *     {@link #LISTED} of them; after a repair the controller's log lists them all
 * @param resend nodes that are asked to tell again what they kept
 * @param resendSince from when on; empty: all of it
 */
public record RepairPlan(
        boolean done,
        List<Condition> conditions,
        long commands,
        long acks,
        long nodes,
        long notRecovered,
        List<NotRecovered> firstNotRecovered,
        List<NodeName> resend,
        Optional<Instant> resendSince) {
    static final int LISTED = 1000;

    public RepairPlan {
        conditions = List.copyOf(conditions);
        firstNotRecovered = List.copyOf(firstNotRecovered);
        resend = List.copyOf(resend);
    }

    /** A command that the log has lost for good, as we knew it, and why it is not put back. */
    public record NotRecovered(CommandId id, NodeName node, Status status, String why) {}
}
