package io.steward.agent.outbox;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Other agents that use this node's name at the same time, as far as they were heard. The older one stays, the newer one
 * has to go. Pure but for what it remembers. One thread.
 *
 * <p>One beat of another may be the last of an agent that is gone; it is answered, so that one that lives is heard again.
 */
final class Namesakes {
    private static final int BEATS = 2;

    /** What is to be done about a beat. */
    record Verdict(boolean answer, Optional<String> stays, Optional<String> goes) {
        private static final Verdict NOTHING = new Verdict(false, Optional.empty(), Optional.empty());
    }

    private final String self;
    private final Map<String, Integer> heard = new HashMap<>();

    Namesakes(String self) {
        this.self = self;
    }

    /** One beat was heard of an agent that has run for this long; this one has for {@code ours}. */
    Verdict heard(String instance, Duration age, Duration ours) {
        if (instance.equals(self)) {
            return Verdict.NOTHING;
        }
        int beats = heard.merge(instance, 1, Integer::sum);
        boolean answer = beats <= BEATS;
        if (beats < BEATS) {
            return new Verdict(answer, Optional.empty(), Optional.empty());
        }
        String who = "instance " + instance + ", running for " + Duration.ofSeconds(age.toSeconds());
        boolean older = age.equals(ours) ? instance.compareTo(self) < 0 : age.compareTo(ours) > 0;
        return older
                ? new Verdict(answer, Optional.empty(), Optional.of(who))
                : new Verdict(answer, Optional.of(who), Optional.empty());
    }
}
