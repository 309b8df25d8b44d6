/**
 * The fault harness: a scratch fleet of real processes under a known load, hurt at random from a seed, and then held
 * against every promise.
 */
@NullMarked
package io.steward.ops.chaos;

import org.jspecify.annotations.NullMarked;
