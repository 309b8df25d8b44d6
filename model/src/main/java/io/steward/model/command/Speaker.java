package io.steward.model.command;

/** Who says a status. */
public enum Speaker {
    /** The status is the fact that the message is stored. */
    LOG,
    AGENT,
    CONTROLLER
}
