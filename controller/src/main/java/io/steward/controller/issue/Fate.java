package io.steward.controller.issue;

/**
 * What became of one command that was handed to the log.
 *
 * @param code for programs: lower case, words joined by {@code -}
 * @param words for people
 */
public record Fate(Kind kind, String code, String words) {
    /** How sure we are. */
    public enum Kind {
        /** The log has it. */
        STORED,
        /** The log has something else under this id, and not this. */
        TAKEN,
        /** The log has it not. */
        NOT_STORED,
        /** It may be there: no answer came to at least one attempt. */
        UNKNOWN
    }

    static final Fate STORED = new Fate(Kind.STORED, "stored", "stored");

    static Fate taken() {
        return new Fate(Kind.TAKEN, "id-taken", "the log holds another message under this id");
    }

    static Fate notStored(String code, String words) {
        return new Fate(Kind.NOT_STORED, code, words);
    }

    static Fate unknown(String words) {
        return new Fate(Kind.UNKNOWN, "no-answer", words);
    }
}
