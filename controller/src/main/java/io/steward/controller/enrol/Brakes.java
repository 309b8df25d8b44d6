package io.steward.controller.enrol;

import io.steward.model.subject.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of what others can cause goes into a log that is kept for years. Any thread. It forgets by itself, and
 * refuses nobody: what is too much is only not told, or not answered yet.
 */
final class Brakes {
    static final int CLAIMS_A_MINUTE = 10;

    private static final Duration LEAST_PAUSE = Duration.ofMillis(500);
    private static final Duration MOST_PAUSE = Duration.ofMinutes(30);

    private final Map<NodeName, Instant> renewals = new HashMap<>();
    private long minute;
    private int claims;

    /** Whether one more machine that asks for another one's name is to be told of. */
    synchronized boolean tellsClaim(Instant now) {
        long present = now.getEpochSecond() / 60;
        claims = present == minute ? claims + 1 : 1;
        minute = present;
        return claims <= CLAIMS_A_MINUTE;
    }

    /**
     * Whether the node's credentials may be renewed again: about twice as often as an agent asks again, no more.
     *
     * @param life how long credentials hold
     */
    synchronized boolean renews(NodeName node, Duration life, Instant now) {
        renewals.values().removeIf(at -> at.plus(MOST_PAUSE).isBefore(now));
        Instant before = renewals.get(node);
        if (before != null && now.isBefore(before.plus(pause(life)))) {
            return false;
        }
        renewals.put(node, now);
        return true;
    }

    private static Duration pause(Duration life) {
        Duration part = life.dividedBy(40);
        if (part.compareTo(LEAST_PAUSE) < 0) {
            return LEAST_PAUSE;
        }
        return part.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : part;
    }
}
