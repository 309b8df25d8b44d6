package io.steward.ops.cli;

import io.steward.ops.bench.broker.Brokers;
import java.util.List;

/** The option that says which nats-server is meant. */
final class BenchBrokers {
    private BenchBrokers() {}

    static void check(String which) {
        if (!Brokers.known(which)) {
            throw Trouble.wrongUse("--broker " + which + " is not allowed: use "
                    + String.join(", ", Brokers.GENERATIONS) + " or the path of a nats-server");
        }
    }

    /** What a result's name says of them: nothing where it is all that are supported. */
    static String suffix(List<String> brokers) {
        return brokers.size() == 1 && Brokers.GENERATIONS.contains(brokers.get(0)) ? "-" + brokers.get(0) : "";
    }
}
