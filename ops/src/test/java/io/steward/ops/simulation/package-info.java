/**
 * The agent, the issuing of commands and the fold on virtual time: a log in memory, a network that loses, repeats,
 * reorders and parts, machines that crash at any append, and the promises checked at every step. One seed makes one
 * world, always the same.
 */
@NullMarked
package io.steward.ops.simulation;

import org.jspecify.annotations.NullMarked;
