/**
 * What the bare parts can do: the limits that benchmarks stand beside. Nothing here goes through Steward's own services,
 * but for what they run on: the broker as it is laid out, the folder of a disk, the wrapper of a command.
 */
@NullMarked
package io.steward.ops.bench.raw;

import org.jspecify.annotations.NullMarked;
