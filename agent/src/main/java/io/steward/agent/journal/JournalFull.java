package io.steward.agent.journal;

/** There is no room for new commands: too many are open, or the disk is nearly full. What is known is still kept. */
public final class JournalFull extends RuntimeException {
    /** What is short. */
    public enum Shortage {
        DISK,
        OPEN_COMMANDS
    }

    private final Shortage shortage;

    JournalFull(Shortage shortage, String message) {
        super(message);
        this.shortage = shortage;
    }

    public Shortage shortage() {
        return shortage;
    }
}
