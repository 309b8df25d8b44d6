/**
 * Speed of a whole fleet: one command to all of its nodes, what they cost while they only wait, and what happens when all
 * of them are away and come back at once.
 */
@NullMarked
package io.steward.ops.bench.fleet;

import org.jspecify.annotations.NullMarked;
