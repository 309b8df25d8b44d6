package io.steward.model.event;

import java.time.Instant;

/**
 * A node belongs to the fleet from now on: {@code <node>.event.enrolled.controller}. The controller says so once it has
 * made the node's consumer.
 *
 * @param by who enrolled it
 */
public record Enrolled(Instant at, String by) {}
