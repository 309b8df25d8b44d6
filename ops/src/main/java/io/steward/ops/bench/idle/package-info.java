/**
 * What waiting costs: memory, CPU, bytes on the wire and the time to start of an agent with nothing to do, beside a bare
 * connection that waits for the same; and of controller and broker with many such nodes.
 */
@NullMarked
package io.steward.ops.bench.idle;

import org.jspecify.annotations.NullMarked;
