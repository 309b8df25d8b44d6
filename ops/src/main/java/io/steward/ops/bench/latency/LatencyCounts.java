package io.steward.ops.bench.latency;

/**
 * How much is measured.
 *
 * @param rounds rounds of everything, the limits among it, so that noise hits both
 * @param each how often each is done in a round
 * @param warm how often each is done before, without being counted
 * @param holdMillis the agent's {@code acks.hold}
 */
public record LatencyCounts(int rounds, int each, int warm, int holdMillis) {}
