/** Real commands as real processes. */
@NullMarked
package io.steward.agent.method.shell;

import org.jspecify.annotations.NullMarked;
