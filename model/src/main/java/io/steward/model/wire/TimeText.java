package io.steward.model.wire;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalLong;

/**
 * Times as the contract writes them, {@code 2026-11-22T09:00:00.000Z}, without a formatter: the log
 * and every list are full of them. Stateless; any thread.
 */
final class TimeText {
    private static final String SHAPE = "dddd-dd-ddTdd:dd:dd.dddZ";
    private static final int MILLIS_A_DAY = 86_400_000;
    /** Before and behind these years have another shape. */
    private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * MILLIS_A_DAY;

    private static final long LAST = LocalDate.of(10_000, 1, 1).toEpochDay() * MILLIS_A_DAY;

    private TimeText() {}

    /** Whether its year has four digits. */
    static boolean fits(Instant time) {
        return time.getEpochSecond() >= FIRST / 1_000 && time.getEpochSecond() < LAST / 1_000;
    }

    static String of(Instant time) {
        long millis = time.toEpochMilli();
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(millis, MILLIS_A_DAY));
        int ofDay = (int) Math.floorMod(millis, (long) MILLIS_A_DAY);
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        put(text, 3, day.getYear());
        put(text, 6, day.getMonthValue());
        put(text, 9, day.getDayOfMonth());
        put(text, 12, ofDay / 3_600_000);
        put(text, 15, ofDay / 60_000 % 60);
        put(text, 18, ofDay / 1_000 % 60);
        put(text, 22, ofDay % 1_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes the number's digits so that the last is here. */
    private static void put(byte[] text, int last, int number) {
        int at = last;
        for (int left = number; left > 0; left /= 10) {
            text[at--] += (byte) (left % 10);
        }
    }

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
