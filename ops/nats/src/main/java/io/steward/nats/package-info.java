/** What agent and controller both need to reach the log: the link, the names of streams, and where a node's commands are. */
@NullMarked
package io.steward.nats;

import org.jspecify.annotations.NullMarked;
