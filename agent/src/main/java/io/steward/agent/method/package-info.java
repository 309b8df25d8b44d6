/** What an agent can do: one method a file, and the interface for others. */
@NullMarked
package io.steward.agent.method;

import org.jspecify.annotations.NullMarked;
