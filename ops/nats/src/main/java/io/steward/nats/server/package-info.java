/** A real nats-server for one machine: found or fetched, configured with the fleet's accounts, run as a child. */
@NullMarked
package io.steward.nats.server;

import org.jspecify.annotations.NullMarked;
