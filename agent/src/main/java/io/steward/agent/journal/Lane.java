package io.steward.agent.journal;

/** What is owed goes out in two lanes, each in order, neither held up by the other. */
public enum Lane {
    /** Never dropped. */
    ACKS,
    /** Bounded. */
    EVENTS
}
