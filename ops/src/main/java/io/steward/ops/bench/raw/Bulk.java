package io.steward.ops.bench.raw;

import io.nats.client.JetStreamOptions;
import java.time.Duration;

/**
 * For who publishes hundreds of messages at once: the last waits for the forced writes of all before it, and on a busy
 * machine that takes longer than anybody would wait for one.
 */
public final class Bulk {
    public static final JetStreamOptions JETSTREAM =
            JetStreamOptions.builder().requestTimeout(Duration.ofMinutes(1)).build();

    private Bulk() {}
}
