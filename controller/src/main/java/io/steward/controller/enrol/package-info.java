/** Nodes that belong to the fleet: their consumers, and the notice when one comes or goes. */
@NullMarked
package io.steward.controller.enrol;

import org.jspecify.annotations.NullMarked;
