/** One real broker per test class, from the provisioned binary or a container, with the fleet's accounts in it. */
@NullMarked
package io.steward.nats.testing;

import org.jspecify.annotations.NullMarked;
