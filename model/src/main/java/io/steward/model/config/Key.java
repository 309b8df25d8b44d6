package io.steward.model.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One setting: its name, what may stand there, its default and what it is for. The configuration reference is printed
 * from these.
 *
 * @param name lower-case words joined by dots; {@code http.port} is {@code STEWARD_HTTP_PORT} in the environment
 * @param fallback the default as it would be written
 * @param parser throws {@link IllegalArgumentException} or {@link DateTimeException} on what is not allowed
 */
public record Key<T>(String name, String fallback, String allowed, String purpose, Function<String, T> parser) {
    private static final Duration MOST = Duration.ofMillis(Long.MAX_VALUE - 1);

    public static Key<String> text(String name, String fallback, String purpose) {
        return new Key<>(name, fallback, "text", purpose, Function.identity());
    }

    /** Empty text means: not set. */
    public static Key<Optional<String>> optionalText(String name, String allowed, String purpose) {
        return new Key<>(name, "", allowed, purpose, text -> text.isBlank() ? Optional.empty() : Optional.of(text));
    }

    public static Key<Boolean> flag(String name, boolean fallback, String purpose) {
        return new Key<>(name, Boolean.toString(fallback), "true, 1, yes or false, 0, no", purpose, Key::parsedFlag);
    }

    public static Key<Integer> number(String name, int fallback, int least, int most, String unit, String purpose) {
        String allowed = least + " to " + most + (unit.isEmpty() ? "" : " " + unit);
        return new Key<>(name, Integer.toString(fallback), allowed, purpose, text -> {
            int number = Integer.parseInt(text);
            if (number < least || number > most) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    public static Key<Long> bytes(String name, long fallback, long least, String purpose) {
        return new Key<>(name, Long.toString(fallback), "a number of bytes, " + least + " or more", purpose, text -> {
            long number = Long.parseLong(text);
            if (number < least) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    public static Key<Duration> duration(String name, String fallback, Duration least, String purpose) {
        // Counted in milliseconds by those who wait for it; an overflow is refused here.
        return duration(name, fallback, least, MOST, "an ISO 8601 duration, " + least + " or more", purpose);
    }

    public static Key<Duration> duration(String name, String fallback, Duration least, Duration most, String purpose) {
        return duration(name, fallback, least, most, "an ISO 8601 duration, " + least + " to " + most, purpose);
    }

    private static Key<Duration> duration(
            String name, String fallback, Duration least, Duration most, String allowed, String purpose) {
        return new Key<>(name, fallback, allowed, purpose, text -> {
            Duration duration = Duration.parse(text);
            if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
                throw new IllegalArgumentException(text);
            }
            return duration;
        });
    }

    /** Words parted by commas. */
    public static Key<List<String>> list(String name, String fallback, String allowed, String purpose) {
        return new Key<>(
                name,
                fallback,
                allowed,
                purpose,
                text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    /** The name under which the environment may set it. */
    public String environmentName() {
        return "STEWARD_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static boolean parsedFlag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
