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
 * @param conditions what is wrong; none: there is nothing to repair
 * @param putBack messages that only our database still knows, in the order in which they are published
 * @param notRecovered commands that the log has lost and that are not put back
 * @param resend nodes that are asked to tell again what they kept
 * @param resendSince from when on; empty: all of it
 */
public record RepairPlan(
        List<Condition> conditions,
        List<PutBack> putBack,
        List<NotRecovered> notRecovered,
        List<NodeName> resend,
        Optional<Instant> resendSince) {
    public RepairPlan {
        conditions = List.copyOf(conditions);
        putBack = List.copyOf(putBack);
        notRecovered = List.copyOf(notRecovered);
        resend = List.copyOf(resend);
    }

    /** What a message is. */
    public enum Kind {
        COMMAND,
        ACK,
        NODE
    }

    /** A message on its way back, under its old id. */
    @SuppressWarnings("ArrayRecordComponent") // known by its id; nobody compares two by their bytes
    public record PutBack(Kind kind, String stream, String subject, String messageId, byte[] bytes) {
        /** The content is nobody's business in a log. */
        @Override
        public String toString() {
            return "PutBack[" + kind + " " + messageId + " on " + subject + "]";
        }
    }

    /** A command that the log has lost for good, as we knew it, and why it is not put back. */
    public record NotRecovered(CommandId id, NodeName node, Status status, String why) {}

    public long count(Kind kind) {
        return putBack.stream().filter(message -> message.kind() == kind).count();
    }
}
