package io.steward.agent.method;

/** What is known of work that was started before the agent's own restart. */
public sealed interface Recovery {
    /** It certainly had no effect and never will: it may be run. */
    record NeverRan() implements Recovery {}

    /** It ended, and this is its true end. */
    record Ended(Outcome outcome) implements Recovery {}

    /** Nobody can know. */
    record Unknown(String why) implements Recovery {}
}
