package io.steward.controller.read;

import java.time.Instant;
import java.util.Locale;

/**
 * A moment of the past, and whose clock tells it.
 *
 * @param by what had happened by then, as far as is known today, or what was known then
 */
public record Moment(Instant at, By by) {
    /** Which time counts. */
    public enum By {
        /** When the log learned of it: what anybody who looked at that moment saw. */
        RECORDED("recorded_at"),
        /** When it happened, by the clock of whom it happened to. */
        EVENT("at");

        private final String column;

        By(String column) {
            this.column = column;
        }

        /** {@code recorded} or {@code event}. */
        public static By ofWord(String word) {
            for (By by : values()) {
                if (by.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return by;
                }
            }
            throw new IllegalArgumentException("\"" + word + "\" is not allowed: use recorded or event");
        }
    }

    /** A condition on a row of history. */
    String reached() {
        return by.column + " <= " + literal();
    }

    /** The time as SQL writes it. */
    String literal() {
        return "timestamp with time zone '" + at.toString().replace('T', ' ') + "'";
    }
}
