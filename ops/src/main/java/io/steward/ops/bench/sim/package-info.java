/**
 * Nodes in this process for benchmarks: the agent's own inbox, journal, process table and outbox, on threads and
 * connections that they share, with work that does nothing.
 */
@NullMarked
package io.steward.ops.bench.sim;

import org.jspecify.annotations.NullMarked;
