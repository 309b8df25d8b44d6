/** From an order to commands in the log: targets become one command per node, and each is known to be stored or not. */
@NullMarked
package io.steward.controller.issue;

import org.jspecify.annotations.NullMarked;
