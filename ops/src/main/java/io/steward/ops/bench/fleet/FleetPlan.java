package io.steward.ops.bench.fleet;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of each. A value.
 *
 * @param nodes how many nodes
 * @param partitions into how many streams their commands go
 * @param warm so many commands go to them before anything is counted, at least one to each
 * @param rounds how often a command goes to all of them, counted
 * @param each how many commands wait for each node while it is away
 * @param steady how long the fleet is watched while nothing is asked of it
 */
public record FleetPlan(int nodes, int partitions, int warm, int rounds, int each, Duration steady) {
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("nodes", Integer.toString(nodes));
        settings.put("partitions", Integer.toString(partitions));
        settings.put("warm", Integer.toString(warm));
        settings.put("rounds", Integer.toString(rounds));
        settings.put("each", Integer.toString(each));
        settings.put("steady", steady.toSeconds() + " s");
        return settings;
    }

    /** How often a command goes to all of them before anything is counted. */
    int warmRounds() {
        return Math.max(1, (warm + nodes - 1) / nodes);
    }

    /** Of something that all nodes have together. */
    double perThousand(double all) {
        return all * 1000 / nodes;
    }
}
