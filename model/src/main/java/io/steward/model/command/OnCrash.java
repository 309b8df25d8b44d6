package io.steward.model.command;

/** What the sender wants when a machine went down in the middle of the work. */
public enum OnCrash {
    /** Never run it twice; say {@link Status#INTERRUPTED}. */
    REPORT,
    /** It is safe to run it again. */
    REPEAT
}
