package io.steward.model.command;

/** How far a command is (contract, section 4). {@link Lifecycle} says who may say it, and after what. */
public enum Status {
    QUEUED(false),
    DELIVERED(false),
    STARTED(false),
    SUCCEEDED(true),
    FAILED(true),
    TIMED_OUT(true),
    CANCELED(true),
    EXPIRED(true),
    REJECTED(true),
    SUPERSEDED(true),
    INTERRUPTED(true),
    LOST(true);

    private final boolean terminal;

    Status(boolean terminal) {
        this.terminal = terminal;
    }

    /** Nothing follows a terminal status. */
    public boolean terminal() {
        return terminal;
    }
}
