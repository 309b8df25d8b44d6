package io.steward.ops.bench.report;

/** What a figure should reach: of its ratio to the limit, or of its own value. */
public record Goal(Of of, Direction direction, double bound) {
    /** What is judged. */
    public enum Of {
        RATIO,
        VALUE
    }

    /** Which side is good. */
    public enum Direction {
        AT_LEAST,
        AT_MOST
    }

    public static Goal ratioAtMost(double bound) {
        return new Goal(Of.RATIO, Direction.AT_MOST, bound);
    }

    public static Goal ratioAtLeast(double bound) {
        return new Goal(Of.RATIO, Direction.AT_LEAST, bound);
    }

    public static Goal valueAtMost(double bound) {
        return new Goal(Of.VALUE, Direction.AT_MOST, bound);
    }

    public static Goal valueAtLeast(double bound) {
        return new Goal(Of.VALUE, Direction.AT_LEAST, bound);
    }

    boolean held(double measured) {
        return switch (direction) {
            case AT_LEAST -> measured >= bound;
            case AT_MOST -> measured <= bound;
        };
    }

    /** As people read it: {@code ≥ 0.6 ×}, or {@code ≤ 80} of the figure's unit. */
    @Override
    public String toString() {
        String sign = direction == Direction.AT_LEAST ? "≥ " : "≤ ";
        return sign + Figure.plain(bound) + (of == Of.RATIO ? " ×" : "");
    }
}
