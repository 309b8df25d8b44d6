/** What a benchmark says: figures with their limits and goals, curves, the machine; as plain values and as pictures. */
@NullMarked
package io.steward.ops.bench.report;

import org.jspecify.annotations.NullMarked;
