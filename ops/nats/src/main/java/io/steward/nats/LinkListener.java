package io.steward.nats;

import io.nats.client.Connection;

/** Hears what happens to a {@link Link}, in order, on the link's own thread; must return soon. */
@FunctionalInterface
public interface LinkListener {
    /** One event, and the connection that it happened to; on {@link LinkEvent#DISCONNECTED} that is not usable. */
    void changed(LinkEvent event, Connection connection);
}
