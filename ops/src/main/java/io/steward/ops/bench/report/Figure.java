package io.steward.ops.bench.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One measured value beside the limit that was measured in the same run.
 *
 * @param name lower case words with dots, the same in every run: {@code latency.noop.p50}
 * @param value what Steward did
 * @param unit of value and limit: {@code ms}, {@code 1/s}, {@code MB}
 * @param limit what the bare parts did; empty where there is none
 * @param goal what it should reach; empty for a figure that only explains
 */
public record Figure(String name, double value, String unit, OptionalDouble limit, Optional<Goal> goal) {
    public Figure {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("figure " + name + " is " + value + "; allowed: a finite number");
        }
    }

    public static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, OptionalDouble.empty(), Optional.empty());
    }

    public Figure beside(double newLimit) {
        return new Figure(name, value, unit, OptionalDouble.of(newLimit), goal);
    }

    public Figure towards(Goal newGoal) {
        return new Figure(name, value, unit, limit, Optional.of(newGoal));
    }

    /** Value by limit. */
    public OptionalDouble ratio() {
        return limit.isPresent() && limit.getAsDouble() > 0
                ? OptionalDouble.of(value / limit.getAsDouble())
                : OptionalDouble.empty();
    }

    /** Whether the goal was reached; empty if there is none. A goal of the ratio is missed where there is no limit. */
    public Optional<Boolean> held() {
        return goal.map(wanted -> switch (wanted.of()) {
            case VALUE -> wanted.held(value);
            case RATIO -> ratio().isPresent() && wanted.held(ratio().getAsDouble());
        });
    }

    /** Three digits, no exponent. */
    public static String plain(double number) {
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(3));
        return number == 0
                ? "0"
                : rounded.scale() > 0 ? rounded.stripTrailingZeros().toPlainString() : rounded.toPlainString();
    }
}
