package io.steward.controller.intake;

import io.steward.model.subject.NodeName;

/** Where nodes join the fleet. Any thread. */
@FunctionalInterface
public interface Register {
    /** Makes it a node of the fleet, if it is none yet. When this returns, commands to it are kept for it. */
    void enrol(NodeName node, String by) throws Exception;

    /** The same, but for the controller's own name: a node of that name could speak as the controller. */
    default Register except(NodeName controller) {
        return (node, by) -> {
            if (node.equals(controller)) {
                throw Refusal.badField("node", node.value(), "another name: the controller itself has this one");
            }
            enrol(node, by);
        };
    }
}
