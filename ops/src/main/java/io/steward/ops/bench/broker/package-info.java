/**
 * The broker alone, with the streams and consumers that a controller declares: nats-server processes in a scratch
 * folder, and nodes that take a command and acknowledge it, many over one connection. No agent and no controller runs.
 */
@NullMarked
package io.steward.ops.bench.broker;

import org.jspecify.annotations.NullMarked;
