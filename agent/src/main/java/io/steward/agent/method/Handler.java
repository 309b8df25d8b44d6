package io.steward.agent.method;

/**
 * One process: a method for a domain. {@link #run} and {@link #recover} are called by one thread at a time, in log
 * order, or by several where {@link Method#concurrent} says so and the settings ask for it; {@link #close} by any.
 */
public interface Handler extends AutoCloseable {
    /**
     * Refuses arguments it can't take, before the journal says that the work has started.
     *
     * @throws io.steward.model.command.BadArgs naming field, value and what is allowed
     */
    void check(Work work);

    /**
     * Does the work and answers how it ended. Returns soon after {@link Work#stop} was requested. An exception becomes
     * FAILED; being interrupted means that the agent stops: leave the work as it is and throw on.
     */
    Outcome run(Work work) throws InterruptedException;

    /**
     * What became of work that an earlier agent process had started and of which it told no end. May wait until work that
     * still goes on has ended.
     */
    Recovery recover(Work work) throws InterruptedException;

    /** Ends what the process does by itself; not the work of commands, which may outlive the agent. */
    @Override
    void close();
}
