/** How a broker bears up under many consumers: one durable consumer per node, as a controller declares them. */
@NullMarked
package io.steward.ops.bench.consumers;

import org.jspecify.annotations.NullMarked;
