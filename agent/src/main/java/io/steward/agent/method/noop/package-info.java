/** The method that does nothing: for asking a node whether it does commands, and how soon. */
@NullMarked
package io.steward.agent.method.noop;

import org.jspecify.annotations.NullMarked;
