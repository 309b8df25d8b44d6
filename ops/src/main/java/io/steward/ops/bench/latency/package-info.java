/** How soon a command is known to be done: one node, one command under way, beside the sum of the bare parts. */
@NullMarked
package io.steward.ops.bench.latency;

import org.jspecify.annotations.NullMarked;
