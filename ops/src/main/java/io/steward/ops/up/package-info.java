/**
 * Everything on one machine: a broker, a controller and agents as child processes that are kept running, on one data
 * folder that a later start continues. The same code lays out a real site.
 */
@NullMarked
package io.steward.ops.up;

import org.jspecify.annotations.NullMarked;
