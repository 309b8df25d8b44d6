package io.steward.controller.enrol;

import io.steward.controller.read.NodePresence;
import io.steward.model.subject.NodeName;
import java.util.Optional;

/** When the log has to be told that a node came or went. Pure. */
final class PresenceRule {
    /**
     * What to tell.
     *
     * @param messageId the same for every controller that sees the same change
     */
    record Notice(NodeName node, boolean online, String reason, String messageId) {}

    private PresenceRule() {}

    static Optional<Notice> decide(NodePresence node) {
        boolean told = node.told().orElse(false);
        if (node.lastSeen().isEmpty() || told == node.online()) {
            return Optional.empty();
        }
        String state = node.online() ? "online" : "offline";
        String reason = node.online() ? "heartbeats come" : "heartbeats are missing or the connection ended";
        String messageId = "connection." + node.node() + "." + state + "."
                + node.lastSeen().get().toEpochMilli();
        return Optional.of(new Notice(node.node(), node.online(), reason, messageId));
    }
}
