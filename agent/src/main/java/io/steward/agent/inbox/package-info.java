/** Takes the node's commands from its consumer: one delivery in, one settlement out, custody passing by fsync. */
@NullMarked
package io.steward.agent.inbox;

import org.jspecify.annotations.NullMarked;
