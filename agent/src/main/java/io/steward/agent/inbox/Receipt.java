package io.steward.agent.inbox;

/**
 * What became of one delivery. A value.
 *
 * @param code for programs, where there is something to report; {@code reason} the same for people
 */
record Receipt(Kind kind, String code, String reason) {
    /** The six things that can happen. */
    enum Kind {
        JOURNALED,
        KNOWN_ALREADY,
        UNREADABLE,
        NOT_OURS,
        DISK_FULL,
        BUSY
    }

    static Receipt of(Kind kind) {
        return new Receipt(kind, "", "");
    }
}
