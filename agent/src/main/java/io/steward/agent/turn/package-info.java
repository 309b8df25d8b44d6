/** How the agent's parts come to do their work: in turns, on threads of their own or on shared ones. */
@NullMarked
package io.steward.agent.turn;

import org.jspecify.annotations.NullMarked;
