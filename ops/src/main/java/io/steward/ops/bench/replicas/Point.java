package io.steward.ops.bench.replicas;

import io.steward.ops.bench.Samples;
import io.steward.ops.bench.broker.Round.Rates;
import java.time.Duration;

/**
 * What was measured with so many copies of everything.
 *
 * @param created how long it took to make the consumers
 * @param publish commands stored per second, the next when the one before is
 * @param oneByOne publish to delivery
 * @param megabytes of all servers
 * @param idleCpu percent of a core of all servers, while all nodes wait
 */
record Point(
        int replicas,
        int consumers,
        Duration created,
        double publish,
        Samples oneByOne,
        Rates rates,
        double megabytes,
        double idleCpu) {
    double createRate() {
        return consumers * 1e9 / created.toNanos();
    }
}
