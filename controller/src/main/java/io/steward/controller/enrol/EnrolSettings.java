package io.steward.controller.enrol;

import io.steward.model.config.Key;
import io.steward.model.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What may be chosen about nodes' consumers. A value.
 *
 * @param ackWait after which an unacknowledged command is delivered again
 * @param maxAckPending how many commands are on their way to one node at once
 */
public record EnrolSettings(Duration ackWait, int maxAckPending) {
    public static final Key<Duration> ACK_WAIT = Key.duration(
            "consumers.ack-wait", "PT5S", Duration.ofSeconds(1), "after which a command is delivered to a node again");
    public static final Key<Integer> MAX_ACK_PENDING =
            Key.number("consumers.max-ack-pending", 1000, 1, 100_000, "", "commands on their way to one node at once");

    public static final Key<Duration> LOST_AFTER = Key.duration(
            "lost.after",
            "PT2M",
            Duration.ofSeconds(1),
            "how long a node is there with a new journal before what its old one had received is LOST; longer than"
                    + " consumers.ack-wait");

    public static final Key<Optional<String>> SIGNING_KEY = Key.optionalText(
            "enrol.signing.key.file",
            "a file, or empty",
            "the signing key of the nodes' account, which can make nodes and nothing else; without it nobody is let in"
                    + " over HTTP");
    public static final Key<Optional<String>> ACCOUNT = Key.optionalText(
            "enrol.account", "a public key A..., or empty", "the nodes' account; needed with enrol.signing.key.file");
    public static final Key<Duration> LIFE = Key.duration(
            "enrol.life", "P90D", Duration.ofSeconds(1), "how long credentials hold; agents renew them before that");

    public static final List<Key<?>> KEYS = List.of(ACK_WAIT, MAX_ACK_PENDING, LOST_AFTER, SIGNING_KEY, ACCOUNT, LIFE);
    public static final EnrolSettings DEFAULTS = new EnrolSettings(Duration.ofSeconds(5), 1000);

    public static EnrolSettings of(Settings settings) {
        return new EnrolSettings(settings.get(ACK_WAIT), settings.get(MAX_ACK_PENDING));
    }
}
