package io.steward.controller.read;

import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a node is there, and whether the log knows.
 *
 * @param online by the age of its heartbeat and the broker's hint
 * @param told what the log was told last; empty if never
 * @param lastSeen when its newest heartbeat was stored; empty if there was none
 */
public record NodePresence(NodeName node, boolean online, Optional<Boolean> told, Optional<Instant> lastSeen) {}
