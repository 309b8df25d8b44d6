package io.steward.controller.enrol;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What may be chosen about nodes' consumers. A value.
 *
 * @param ackWait after which an unacknowledged command is delivered again
 * @param maxAckPending how many commands are on their way to one node at once
 */
public record EnrolSettings(Duration ackWait, int maxAckPending) {
    public static final Key<Duration> ACK_WAIT = Key.duration(
            "consumers.ack-wait", "PT30S", Duration.ofSeconds(1), "after which a command is delivered to a node again");
    public static final Key<Integer> MAX_ACK_PENDING =
            Key.number("consumers.max-ack-pending", 1000, 1, 100_000, "", "commands on their way to one node at once");

    public static final List<Key<?>> KEYS = List.of(ACK_WAIT, MAX_ACK_PENDING);
    public static final EnrolSettings DEFAULTS = new EnrolSettings(Duration.ofSeconds(30), 1000);

    public static EnrolSettings of(Settings settings) {
        return new EnrolSettings(settings.get(ACK_WAIT), settings.get(MAX_ACK_PENDING));
    }
}
