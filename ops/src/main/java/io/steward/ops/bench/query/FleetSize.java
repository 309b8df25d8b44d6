package io.steward.ops.bench.query;

import io.steward.model.subject.NodeName;
import java.util.Locale;

/**
 * How large the fleet and its past are: some nodes' entries are really published and folded, the others are copies of
 * their rows. A value.
 *
 * @param seeds nodes whose entries are published
 * @param copies how often the seeds are there, the seeds themselves included
 * @param perRound commands of each node in one round
 * @param rounds how often each node was given as many, the real ones included
 */
record FleetSize(int seeds, int copies, int perRound, int rounds) {
    private static final int MOST_SEEDS = 1_000;
    private static final int MOST_PER_ROUND = 20;
    /** Of this many nodes one has a command that waits. */
    static final int WAITING = 10;

    private static final int AWAY = 4;
    private static final int SITES = 20;

    /** About as many as this: up to a thousand nodes, or a multiple of a thousand; at least one command a node. */
    static FleetSize about(int nodes, int commands) {
        int seeds = Math.min(nodes, MOST_SEEDS);
        int copies = Math.max(1, Math.round((float) nodes / seeds));
        int perNode = Math.max(1, Math.round((float) commands / (seeds * copies)));
        int perRound = Math.min(perNode, MOST_PER_ROUND);
        return new FleetSize(seeds, copies, perRound, Math.max(1, Math.round((float) perNode / perRound)));
    }

    int nodes() {
        return seeds * copies;
    }

    /** Commands that wait are in the last round alone. */
    long commands() {
        return (long) nodes() * perRound * rounds - (long) waiting() * copies * (rounds - 1);
    }

    /** Seeds with a command that waits. */
    int waiting() {
        return (seeds + WAITING - 1) / WAITING;
    }

    boolean waits(int node) {
        return node % WAITING == 0;
    }

    /** Commands of one round that a seed was given and that have ended. */
    int ended(int seed) {
        return waits(seed) ? perRound - 1 : perRound;
    }

    /** How many commands a node's journal has numbered. */
    long told(int node) {
        return (long) rounds * ended(node % seeds);
    }

    boolean away(int node) {
        return node % AWAY == 1;
    }

    String site(int node) {
        return "site" + node % SITES;
    }

    /** The same length for all, so that copies are named by counting on. */
    static NodeName name(int node) {
        return NodeName.of(String.format(Locale.ROOT, "n%06d", node));
    }
}
