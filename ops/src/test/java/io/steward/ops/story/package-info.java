/** Stories on real processes: what a user does and sees, and what must not happen when something is killed. */
@NullMarked
package io.steward.ops.story;

import org.jspecify.annotations.NullMarked;
