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
 * make of anybody: a test tries again. After its broker was restarted a test connects anew: an old
 * connection comes back when it likes, and what it says of itself may be of before. Any thread.
 */
public final class Connecting {
    /** Also how long one attempt lasts that the broker has turned away. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final Duration PATIENCE = ANSWER.multipliedBy(3);

    private Connecting() {}

    /** Connects with these options; an answer of JetStream is waited for as long as the connection itself. */
    public static Connection with(Options.Builder options) {
        Options patient = options.connectionTimeout(ANSWER).build();
        return Awaitility.await("a connection to " + patient.getServers())
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> Nats.connect(patient), Objects::nonNull);
    }
}
