/** Runs commands: one process for each method and domain, order kept inside, bounded overall. */
@NullMarked
package io.steward.agent.process;

import org.jspecify.annotations.NullMarked;
