package io.steward.model.trust;

import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import java.util.Map;

/**
 * What somebody wants done on one node, as rules see it. A value.
 *
 * @param labels those of the node
 */
public record Asked(String operator, NodeName node, ProcessName process, Map<String, String> labels, Args args) {
    public Asked {
        labels = Map.copyOf(labels);
    }

    public static Asked of(Command command, Map<String, String> labels) {
        return new Asked(command.issuedBy(), command.node(), command.subject().process(), labels, command.args());
    }

    /** The same, wanted by somebody else. */
    Asked by(String other) {
        return new Asked(other, node, process, labels, args);
    }

    /** Arguments may hold secrets. */
    @Override
    public String toString() {
        return operator + " wants " + process + " on " + node;
    }
}
