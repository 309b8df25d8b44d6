package io.steward.model.fold;

import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.util.Optional;

/** Something about a node changed, say {@code agent_version} or {@code label.site}. */
public record NodeChange(
        NodeName node,
        String changed,
        Optional<String> oldValue,
        Optional<String> newValue,
        Instant at,
        Instant recordedAt,
        long logSeq) {}
