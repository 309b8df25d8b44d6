package io.steward.ops.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times and durations as people read and write them. Pure. */
final class Times {
    static final String ALLOWED = "a duration like 30s, 5m, 2h, 1d or ISO 8601 (PT30S)";
    /** Two machines' clocks, or an answer under way while something happened. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(5);

    private static final String ALLOWED_MOMENT =
            "a time like 2026-11-22T09:00:00Z, '2h ago', 14:00 or 'yesterday 14:00'";
    private static final int MOST_CHARACTERS = 100;

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private static final Pattern DAY = Pattern.compile("(yesterday |today |)([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)");
    private static final Pattern ZONED = Pattern.compile("T.*(Z|z|[+-][0-9]{2}:[0-9]{2})$");

    private Times() {}

    /** {@code 30s}, {@code 1h30m} or ISO 8601. */
    static Duration duration(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a text of " + plain.length() + " characters is not allowed: use " + ALLOWED);
        }
        Matcher part = SHORT.matcher(plain);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            sum = sum.plus(unit(Long.parseLong(part.group(1)), part.group(2)));
            end = part.end();
        }
        if (end == plain.length() && end > 0) {
            return sum;
        }
        try {
            Duration iso = Duration.parse(plain.toUpperCase(Locale.ROOT));
            if (!iso.isNegative()) {
                return iso;
            }
        } catch (DateTimeException e) {
            // Said below, for both forms.
        }
        throw new IllegalArgumentException("\"" + text + "\" is not allowed: use " + ALLOWED);
    }

    private static Duration unit(long count, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            case "d" -> Duration.ofDays(count);
            default -> throw new IllegalArgumentException(unit);
        };
    }

    /**
     * A moment: RFC 3339 (a date and time without offset is meant here), {@code 2h ago}, or a time of day, today or
     * {@code yesterday}.
     */
    static Instant moment(String text, Instant now, ZoneId here) {
        String plain = text.strip();
        if (plain.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "a text of " + plain.length() + " characters is not allowed: use " + ALLOWED_MOMENT);
        }
        try {
            if (plain.endsWith(" ago")) {
                return now.minus(duration(plain.substring(0, plain.length() - 4)));
            }
            Matcher day = DAY.matcher(plain);
            if (day.matches()) {
                LocalDate today = LocalDate.ofInstant(now, here);
                LocalTime time = LocalTime.parse(day.group(2));
                return today.minusDays(day.group(1).startsWith("y") ? 1 : 0)
                        .atTime(time)
                        .atZone(here)
                        .toInstant();
            }
            String iso = plain.replaceFirst(" ", "T");
            return ZONED.matcher(iso).find()
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(here).toInstant();
        } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not allowed: use " + ALLOWED_MOMENT);
        }
    }

    /** How long ago an RFC 3339 time was, like {@code 5m ago}; the text itself if it is no such time. */
    static String ago(String time, Instant now) {
        if (time.isEmpty()) {
            return "";
        }
        try {
            Duration age = Duration.between(OffsetDateTime.parse(time).toInstant(), now);
            if (age.abs().compareTo(CLOCK_DIFFERENCE) < 0 && age.isNegative()) {
                return "now";
            }
            return age.isNegative() ? "in " + brief(age.negated()) : brief(age) + " ago";
        } catch (DateTimeException e) {
            return time;
        }
    }

    /** From one RFC 3339 time to another; empty if one is missing. */
    static String between(String from, String to) {
        try {
            return brief(Duration.between(OffsetDateTime.parse(from), OffsetDateTime.parse(to)));
        } catch (DateTimeException e) {
            return "";
        }
    }

    /** The time of day here, for lines that are printed as things happen. */
    static String clock(Instant now) {
        return now.atZone(java.time.ZoneId.systemDefault())
                .toLocalTime()
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .format(java.time.format.DateTimeFormatter.ISO_LOCAL_TIME);
    }

    /** Two digits or so: {@code 250ms 1.3s 42s 5m 3h 12d}. */
    static String brief(Duration duration) {
        Duration shown = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        long millis = shown.isNegative() ? 0 : shown.toMillis();
        long seconds = millis / 1000;
        if (millis < 1000) {
            return millis + "ms";
        }
        if (seconds < 10) {
            return seconds + "." + millis % 1000 / 100 + "s";
        }
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + "h" : seconds / 86400 + "d";
    }
}
