package io.steward.ops.cli;

import java.time.Duration;
import picocli.CommandLine;

/** Durations as people write them. A class, no lambda: see {@link Explanations}. */
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return Times.duration(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
