@NullMarked
package io.steward.ops.bench.latency;

import org.jspecify.annotations.NullMarked;
