/**
 * Decides whose commands this node does: the policy in force, where it is kept, and how it is replaced.
 *
 * <p>Every command is judged where it begins, and before that wherever it could already have an effect: replacing others,
 * keeping others from their start. Refused, it is REJECTED with the code of the refusal. Work that an earlier agent had
 * begun is reported whatever the policy has become, but not begun again against it: it ends as INTERRUPTED if it may have
 * run and as FAILED if it certainly has not, with the code. Which commands were done is the journal's memory; what it
 * forgets it keeps the greatest id of.
 */
@NullMarked
package io.steward.agent.trust;

import org.jspecify.annotations.NullMarked;
