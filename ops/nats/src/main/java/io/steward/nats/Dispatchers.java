package io.steward.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.util.HashMap;
import java.util.Map;

/**
 * One dispatcher, and so one thread, for all that listen on one connection: who subscribes on it takes each message at
 * once and works elsewhere. Nothing is dropped when messages come faster than that. Any thread.
 */
public final class Dispatchers {
    private final Map<Connection, Dispatcher> known = new HashMap<>();

    /** The one of this connection. */
    public synchronized Dispatcher on(Connection connection) {
        known.keySet().removeIf(other -> other.getStatus() == Connection.Status.CLOSED);
        return known.computeIfAbsent(connection, Dispatchers::made);
    }

    private static Dispatcher made(Connection connection) {
        Dispatcher dispatcher = connection.createDispatcher();
        dispatcher.setPendingLimits(-1, -1);
        return dispatcher;
    }
}
