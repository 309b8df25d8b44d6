/** What is true after a run, from sources that don't know of each other, and whether the promises held. */
@NullMarked
package io.steward.ops.chaos.proof;

import org.jspecify.annotations.NullMarked;
