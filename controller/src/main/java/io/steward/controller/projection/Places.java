package io.steward.controller.projection;

/** Places of rows in log order as single numbers, because H2 is fastest on a key of one bigint. */
public final class Places {
    private static final int PARTITION_BIT = 52;
    private static final int TRANSITION_BITS = 2;
    private static final int CHANGE_BITS = 20;

    private Places() {}

    /** An entry has at most three transitions. */
    public static long ofTransition(int partition, long seq, int ordinal) {
        return ((long) partition << PARTITION_BIT) | (seq << TRANSITION_BITS) | ordinal;
    }

    public static long ofNodeChange(long seq, int ordinal) {
        return (seq << CHANGE_BITS) | ordinal;
    }
}
