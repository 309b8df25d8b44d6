package io.steward.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what the client cannot tell a caller: a refusal by the broker as a warning, network trouble for debugging. */
final class LinkErrors implements ErrorListener {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private final String name;

    LinkErrors(String name) {
        this.name = name;
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        LOG.warn("{}: the broker says: {}", name, error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
        LOG.debug("{}: {}", name, exception.toString());
    }
}
