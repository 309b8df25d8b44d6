package io.steward.model.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An agent is there: {@code <node>.presence.heartbeat.agent}. Only the newest per node is kept, so it is a hint with an
 * age and never part of what a rebuild must bring back.
 *
 * @param interval how long until the next one; a node is away after three of them without one
 * @param queued commands in the journal that have not started
 * @param outbox messages that the log has not stored yet
 * @param dropped events given up since the journal was made, because their room was full
 * @param redelivered deliveries since the agent started that had been delivered before
 * @param leaving the agent's last word before a clean stop
 * @param skew how far the node's clock is ahead of the broker's; empty if it could not be measured yet
 * @param condition what is wrong with the agent just now, in a sentence; empty if nothing is
 */
public record Heartbeat(
        Instant at,
        String bootId,
        Duration uptime,
        Duration interval,
        long queued,
        long running,
        long outbox,
        long dropped,
        long redelivered,
        boolean leaving,
        Optional<Duration> skew,
        Optional<String> condition) {}
