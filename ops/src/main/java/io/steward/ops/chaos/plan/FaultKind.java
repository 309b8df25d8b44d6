package io.steward.ops.chaos.plan;

/** What is done to a fleet. Each lasts for a while and is then mended: the process is started again, the link restored. */
public enum FaultKind {
    AGENT_KILL,
    AGENT_PAUSE,
    CONTROLLER_KILL,
    CONTROLLER_PAUSE,
    BROKER_KILL,
    BROKER_PAUSE,
    /** Connections end and new ones are refused. */
    LINK_CUT,
    /** Everything arrives late. */
    LINK_DELAY,
    /** Connections stay, and new ones are taken, but nothing passes. */
    LINK_HALF_OPEN,
    /** The file system of the agent's journal has no room left. */
    DISK_FULL,
    /** The broker dies and the end of what it had written is gone with it. */
    BROKER_TRUNCATE
}
