package io.steward.nats;

/** What happened to a {@link Link}. */
public enum LinkEvent {
    /** The first connection is there: subscribe on it. Also the first word to a listener that came later. */
    CONNECTED,
    /** The connection is lost; the link tries to get it back by itself. */
    DISCONNECTED,
    /** The same connection is back with its subscriptions; pulls under way have to be asked for again. */
    RESUBSCRIBED,
    /** The old connection ended for good and there is a new one: subscribe afresh, nothing was carried over. */
    REBUILT
}
