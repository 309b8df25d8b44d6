package io.steward.controller.intake;

import io.steward.model.subject.NodeName;
import java.util.Set;
import java.util.function.Supplier;

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

    /** The same, but for nodes that are revoked: those come back with a token, and another key. */
    default Register unless(Supplier<Set<NodeName>> revoked) {
        return (node, by) -> {
            if (revoked.get().contains(node)) {
                throw new Refusal(new Problem(
                                409,
                                "revoked",
                                "The node is revoked",
                                "node \"" + node + "\" is revoked: let a machine of this name in again with a token of"
                                        + " 'steward enrol " + node + "'")
                        .about("node"));
            }
            enrol(node, by);
        };
    }
}
