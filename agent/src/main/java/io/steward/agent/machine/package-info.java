/** What the agent finds out about the machine it runs on. */
@NullMarked
package io.steward.agent.machine;

import org.jspecify.annotations.NullMarked;
