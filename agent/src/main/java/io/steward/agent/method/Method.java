package io.steward.agent.method;

/**
 * Something an agent can do, for one or more domains. Methods are found by {@link java.util.ServiceLoader}; one object
 * serves the whole agent and makes one {@link Handler} for each process (method and domain).
 *
 * <p>Called by the process table only. Its constructor takes no arguments and does no I/O.
 */
public interface Method {
    /** The third token of the subjects it serves. */
    String name();

    /**
     * Whether a command for this domain may start a process by itself. If not, the process must have been configured or
     * started by the {@code process} method first; until then its commands are REJECTED.
     */
    boolean servesOnDemand(String domain);

    /**
     * Whether a process of it may work on several commands at once, where its settings ask for that by {@code
     * concurrency}: {@link Handler#check}, {@link Handler#run} and {@link Handler#recover} are called by as many threads
     * then. Not by itself.
     */
    default boolean concurrent() {
        return false;
    }

    /**
     * Makes the process for one domain and starts what it does by itself.
     *
     * @throws IllegalArgumentException if the settings in the surroundings can't be used; the message names field, value
     *     and what is allowed
     */
    Handler open(Surroundings surroundings);
}
