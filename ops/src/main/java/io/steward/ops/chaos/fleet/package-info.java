/** A fleet that can be hurt: real processes, links and disks with a handle for every fault. Loopback only. */
@NullMarked
package io.steward.ops.chaos.fleet;

import org.jspecify.annotations.NullMarked;
