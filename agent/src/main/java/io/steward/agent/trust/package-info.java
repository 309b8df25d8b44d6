/** Decides whose commands this node does: the policy in force, where it is kept, and how it is replaced. */
@NullMarked
package io.steward.agent.trust;

import org.jspecify.annotations.NullMarked;
