package io.steward.model.subject;

import java.util.Set;

/**
 * The unique name of a machine we answer for; at the same time the first token of its subjects and the name of its
 * durable consumer.
 *
 * <p>A value that exists is valid: {@link #of} refuses what the contract, section 2, does not allow. A fully qualified
 * host name is refused with a proposal of the short one.
 */
public record NodeName(String value) implements Comparable<NodeName> {
    private static final Set<String> RESERVED = Set.of("command", "ack", "event", "presence", "all");

    public NodeName {
        if (value.indexOf('.') > 0 && Token.matches(value.substring(0, value.indexOf('.')))) {
            String shortName = value.substring(0, value.indexOf('.'));
            throw new InvalidName("node", value, "a node name has no dots; use the short name \"" + shortName + '"');
        }
        Token.valid("node", value);
        if (RESERVED.contains(value)) {
            throw new InvalidName("node", value, "command, ack, event, presence and all are reserved");
        }
    }

    public static NodeName of(String value) {
        return new NodeName(value);
    }

    @Override
    public int compareTo(NodeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
