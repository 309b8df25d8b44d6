/** The process on a node: its settings, and how its parts are put together. */
@NullMarked
package io.steward.agent;

import org.jspecify.annotations.NullMarked;
