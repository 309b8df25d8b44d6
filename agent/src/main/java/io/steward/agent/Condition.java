package io.steward.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with the agent just now, in a sentence for its heartbeats. Any thread. */
final class Condition {
    private static final Duration FRESH = Duration.ofMinutes(2);

    private final InstantSource clock;
    private volatile Supplier<Optional<String>> trouble = Optional::empty;
    private volatile String namesake = "";
    private volatile Instant namesakeAt = Instant.MIN;

    Condition(InstantSource clock) {
        this.clock = clock;
    }

    /** Asked why commands can't be taken. */
    void watch(Supplier<Optional<String>> source) {
        trouble = source;
    }

    /** Another agent uses the name; true if that is news. */
    boolean namesake(String who) {
        String instance = who.substring(0, who.indexOf(','));
        boolean news = !instance.equals(namesake);
        namesake = instance;
        namesakeAt = clock.instant();
        return news;
    }

    Optional<String> now() {
        if (Duration.between(namesakeAt, clock.instant()).compareTo(FRESH) < 0) {
            return Optional.of("another agent uses this node's name: " + namesake);
        }
        return trouble.get().map(why -> "no commands are taken: " + why);
    }
}
