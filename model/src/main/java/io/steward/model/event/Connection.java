package io.steward.model.event;

import java.time.Instant;

/**
 * A node came or went, as the controller saw it: {@code <node>.event.connection.controller} when the log is to remember
 * it, {@code <node>.presence.connection.broker} for the hint that the broker gives at once.
 *
 * @param at when it was seen
 * @param reason the broker's word, or that heartbeats are missing
 */
public record Connection(Instant at, boolean online, String reason) {}
