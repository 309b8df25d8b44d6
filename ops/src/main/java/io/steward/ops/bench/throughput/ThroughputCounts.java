package io.steward.ops.bench.throughput;

import java.util.List;

/**
 * How much is done.
 *
 * @param nodes with how many nodes, one after the other
 * @param commands in each measured part, and {@code warm} before it
 * @param shell commands that run {@code true} in each measured part; 0: none is run
 */
public record ThroughputCounts(List<Integer> nodes, int commands, int warm, int shell) {
    public ThroughputCounts {
        nodes = nodes.stream().distinct().sorted().toList();
    }

    int allNodes() {
        return nodes.stream().mapToInt(Integer::intValue).sum();
    }
}
