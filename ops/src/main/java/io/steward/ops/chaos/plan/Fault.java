package io.steward.ops.chaos.plan;

import java.time.Duration;

/**
 * One fault.
 *
 * @param number in the plan, from 1
 * @param at when it begins, from the beginning of the storm
 * @param target the part that it strikes: a node, {@code controller}, {@code broker1} and so on
 * @param lasts until it is mended
 * @param delay what {@link FaultKind#LINK_DELAY} adds in each direction; zero for others
 */
public record Fault(int number, Duration at, FaultKind kind, String target, Duration lasts, Duration delay) {
    @Override
    public String toString() {
        return kind + " " + target + " for " + lasts.toMillis() + " ms"
                + (delay.isZero() ? "" : ", delay " + delay.toMillis() + " ms");
    }
}
