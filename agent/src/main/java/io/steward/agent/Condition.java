package io.steward.agent;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What is wrong with the agent just now, in a sentence for its heartbeats. Any thread. */
final class Condition {
    private static final Duration FRESH = Duration.ofMinutes(2);

    private volatile Supplier<Optional<String>> trouble = Optional::empty;
    private volatile String namesake = "";
    private volatile long namesakeAt;

    /** Asked why commands can't be taken. */
    void watch(Supplier<Optional<String>> source) {
        trouble = source;
    }

    /** Another agent uses the name; true if that is news. */
    boolean namesake(String who) {
        String instance = who.substring(0, who.indexOf(','));
        boolean news = !instance.equals(namesake);
        namesake = instance;
        namesakeAt = System.nanoTime();
        return news;
    }

    Optional<String> now() {
        if (!namesake.isEmpty() && System.nanoTime() - namesakeAt < FRESH.toNanos()) {
            return Optional.of("another agent uses this node's name: " + namesake);
        }
        return trouble.get().map(why -> "no commands are taken: " + why);
    }
}
