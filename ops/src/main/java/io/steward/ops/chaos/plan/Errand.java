package io.steward.ops.chaos.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One request of the load: a command for each of its nodes, whose effect is a line in a file of the node.
 *
 * @param number what the effects are counted by
 * @param at when it is sent, from the beginning of the storm
 * @param nodes their names; several only through {@link Door#HTTP}
 * @param domain of its process
 * @param work how long the command works besides its effect
 * @param effectFirst whether the effect comes before the work
 * @param then for {@link ErrandKind#CANCELED}: how long after the answer it is canceled; for {@link ErrandKind#EXPIRING}:
 *     how long after the sending it expires
 */
public record Errand(
        int number,
        Duration at,
        ErrandKind kind,
        Door door,
        List<String> nodes,
        String domain,
        Duration work,
        boolean effectFirst,
        Optional<Duration> then) {
    public Errand {
        nodes = List.copyOf(nodes);
    }
}
