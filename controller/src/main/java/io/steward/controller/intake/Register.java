package io.steward.controller.intake;

import io.steward.model.subject.NodeName;

/** Where nodes join the fleet. Any thread. */
@FunctionalInterface
public interface Register {
    /** Makes it a node of the fleet, if it is none yet. When this returns, commands to it are kept for it. */
    void enrol(NodeName node, String by) throws Exception;
}
