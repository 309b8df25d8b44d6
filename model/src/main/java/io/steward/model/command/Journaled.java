package io.steward.model.command;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Which agent's journal received a command, and as its how-manieth. A value; it makes lost and doubled work countable.
 *
 * @param journal the journal's id, 1 to 64 characters of {@code A-Z a-z 0-9 _ -}
 * @param number 1, 2, 3, … in the order of reception, never used twice by one journal; empty from agents that don't count
 */
public record Journaled(String journal, OptionalLong number) {
    private static final Pattern JOURNAL = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public Journaled {
        journalId(journal);
        if (number.isPresent() && number.getAsLong() < 1) {
            throw new IllegalArgumentException("number " + number.getAsLong() + " is not allowed: use 1 or more");
        }
    }

    /** The same text, if it may be a journal's id. */
    public static String journalId(String text) {
        if (!JOURNAL.matcher(text).matches()) {
            throw new IllegalArgumentException("journal \"" + text + "\" is not allowed: use " + JOURNAL);
        }
        return text;
    }
}
