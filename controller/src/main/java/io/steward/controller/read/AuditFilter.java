package io.steward.controller.read;

import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the audit to answer, newest first.
 *
 * @param refused only what was refused
 * @param since stored by the log then or later, {@code until} then or before
 * @param limit 1 to {@link StateReader#MOST_ROWS}
 */
public record AuditFilter(
        Optional<NodeName> node,
        Optional<String> who,
        boolean refused,
        Optional<Instant> since,
        Optional<Instant> until,
        int limit) {}
