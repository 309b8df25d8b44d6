package io.steward.nats.testing;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;

/**
 * Connections of tests. A broker turns away who does not show credentials within two seconds, which a busy machine may
 * make of anybody: a test tries again, for a minute. Any thread.
 */
public final class Connecting {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ROUND_TRIP = Duration.ofSeconds(10);

    private Connecting() {}

    /** Connects with these options; an answer of JetStream is waited for as long as the connection itself. */
    public static Connection with(Options.Builder options) {
        Options patient = options.connectionTimeout(PATIENCE).build();
        return Awaitility.await("a connection to " + patient.getServers())
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> Nats.connect(patient), Objects::nonNull);
    }

    /**
     * Waits until the broker answers on this connection. What a connection says of itself is no proof after the broker
     * was restarted: it may not have noticed yet.
     */
    public static void awaitAnswer(Connection connection) {
        Awaitility.await("an answer of the broker")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> {
                    connection.flush(ROUND_TRIP);
                    return true;
                });
    }
}
