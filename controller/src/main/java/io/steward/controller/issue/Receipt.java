package io.steward.controller.issue;

import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import java.util.List;

/**
 * What became of an order that was sent: which commands the log has, which it has not, and of which that is not known.
 * Every target is in exactly one of the three lists.
 */
public record Receipt(List<Sent> stored, List<Unsent> notStored, List<Unsent> unknown) {
    /** A command that the log has stored. */
    public record Sent(CommandId id, NodeName node) {}

    /** A command of which that can't be said, and why. */
    public record Unsent(CommandId id, NodeName node, Fate fate) {}

    public Receipt {
        stored = List.copyOf(stored);
        notStored = List.copyOf(notStored);
        unknown = List.copyOf(unknown);
    }

    /** Every command is stored. */
    public boolean complete() {
        return notStored.isEmpty() && unknown.isEmpty();
    }
}
