package io.steward.controller.projection;

/**
 * Why a stream can't be followed from where the state database stands: the broker lost or replaced what it had
 * acknowledged. Readiness asks for it; folding of that stream waits until it is gone.
 *
 * @param message what was found and which command repairs it
 */
public record Condition(String stream, Code code, String message) {
    /** What was found. */
    public enum Code {
        /** The stream ends before the position. */
        STREAM_SHORTER,
        /** The stream was made after the position was taken. */
        STREAM_REPLACED,
        /** At the position stands something else than was folded. */
        ENTRY_DIFFERS,
        /** What was folded, or has to be folded next, is not in the stream any more, though later entries are. */
        ENTRIES_MISSING,
        /** A repair of the stream was begun and not finished. */
        REPAIR_UNFINISHED
    }
}
