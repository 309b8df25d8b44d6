package io.steward.model.wire;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Times as every message of ours writes them, {@code 2026-11-22T09:00:00.000Z}, read without a formatter: a log of
 * millions is full of them. What is written in any other way, or is no time, is not its business. Stateless; any thread.
 */
final class UsualTime {
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd.dddZ";
    private static final long MILLIS_A_DAY = 86_400_000;

    private UsualTime() {}

    /** Since 1970 in UTC; empty if the text has another shape or names no time. */
    static OptionalLong millis(String text) {
        if (!shaped(text)) {
            return OptionalLong.empty();
        }
        int hour = number(text, 11, 2);
        int minute = number(text, 14, 2);
        int second = number(text, 17, 2);
        if (hour > 23 || minute > 59 || second > 59) {
            return OptionalLong.empty();
        }
        try {
            long day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                    .toEpochDay();
            long seconds = hour * 3600L + minute * 60L + second;
            return OptionalLong.of(day * MILLIS_A_DAY + seconds * 1000 + number(text, 20, 3));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static boolean shaped(String text) {
        if (text.length() != SHAPE.length()) {
            return false;
        }
        for (int i = 0; i < SHAPE.length(); i++) {
            char wanted = SHAPE.charAt(i);
            char is = text.charAt(i);
            if (wanted == 'd' ? is < '0' || is > '9' : is != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }
}
