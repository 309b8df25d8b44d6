package io.steward.model.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Times as the contract writes them, {@code 2026-11-22T09:00:00.000Z}, without a formatter: lists of nodes and commands
 * are full of them. Stateless; any thread.
 */
final class TimeText {
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
}
