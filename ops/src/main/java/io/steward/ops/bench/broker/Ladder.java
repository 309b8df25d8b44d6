package io.steward.ops.bench.broker;

import java.util.List;
import java.util.stream.IntStream;

/** The counts at which a curve is measured: 100, 300, 1,000, 3,000, 10,000 and on. */
public final class Ladder {
    private static final int FIRST = 100;

    private Ladder() {}

    /** The bounds themselves, and its rungs between. */
    public static List<Integer> between(int least, int most) {
        IntStream rungs = IntStream.iterate(FIRST, rung -> rung < most, Ladder::next);
        return IntStream.concat(IntStream.of(least, most), rungs.filter(rung -> rung > least))
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    private static int next(int rung) {
        boolean one = Integer.toString(rung).startsWith("1");
        return one ? rung * 3 : rung / 3 * 10;
    }
}
