/**
 * Real processes in a folder that goes away: a broker, a controller, agents, for those who measure or hurt them. None
 * outlives the process that started it. Loopback only.
 */
@NullMarked
package io.steward.ops.scratch;

import org.jspecify.annotations.NullMarked;
