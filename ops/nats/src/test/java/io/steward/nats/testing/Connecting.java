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

    private Connecting() {}

    /** Connects with these options; an answer of JetStream is waited for as long as the connection itself. */
    public static Connection with(Options.Builder options) {
        Options patient = options.connectionTimeout(PATIENCE).build();
        return Awaitility.await("a connection to " + patient.getServers())
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> Nats.connect(patient), Objects::nonNull);
    }
}
