package io.steward.agent.inbox;

import java.time.Duration;

/**
 * How the inbox asks and waits. A value.
 *
 * @param ackWait after which the consumer delivers again what was not acked
 * @param patience how long work of before waits for the backlog to arrive
 * @param pull how long one request lasts, and {@code heartbeat} how often the broker says that it still does
 * @param listen how long the first request after the start waits for an older agent of the same name to speak up
 */
public record InboxSettings(
        String stream, Duration ackWait, Duration patience, Duration pull, Duration heartbeat, Duration listen) {
    public static final Duration PULL = Duration.ofMinutes(5);
    public static final Duration HEARTBEAT = Duration.ofSeconds(30);
}
