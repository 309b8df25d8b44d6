/** Tells the log what the journal owes it, until the log has stored it. */
@NullMarked
package io.steward.agent.outbox;

import org.jspecify.annotations.NullMarked;
