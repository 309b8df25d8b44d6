package io.steward.ops.bench.consumers;

import io.steward.ops.bench.Samples;
import io.steward.ops.bench.broker.Round.Rates;
import java.time.Duration;

/**
 * What was measured at one count of consumers.
 *
 * @param series which broker and how many streams, for people; {@code key} the same within a figure's name
 * @param created how long it took to make them
 * @param alone what one consumer did before there were others
 * @param many what all of them did together
 * @param idleCpu percent of a core while all waited
 */
record Point(String series, String key, int consumers, Duration created, Side alone, Side many, double idleCpu) {
    /**
     * One side of the comparison.
     *
     * @param oneByOne publish to delivery
     * @param megabytes of the server
     * @param start until it greeted and showed all consumers
     */
    record Side(Rates rates, Samples oneByOne, double megabytes, Duration stop, Duration start) {}
}
