/** The load of a run: sends the plan's errands until each is answered, and keeps what was answered. */
@NullMarked
package io.steward.ops.chaos.load;

import org.jspecify.annotations.NullMarked;
