/** {@code steward bench throughput}: how many commands a second go from the API to a folded end. */
@NullMarked
package io.steward.ops.bench.throughput;

import org.jspecify.annotations.NullMarked;
