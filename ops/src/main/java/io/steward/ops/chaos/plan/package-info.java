/** What a run of the fault harness will do: its load and its faults, all from one seed. Pure. */
@NullMarked
package io.steward.ops.chaos.plan;

import org.jspecify.annotations.NullMarked;
