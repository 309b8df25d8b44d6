package io.steward.agent.journal;

/** The journal's disk failed: nothing more can be promised until the agent is started again. */
public final class JournalBroken extends RuntimeException {
    JournalBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
