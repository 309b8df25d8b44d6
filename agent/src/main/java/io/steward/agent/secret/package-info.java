/**
 * Sealed arguments, opened in memory between the checks that every command passes and the method that runs it. Methods
 * see a {@link io.steward.model.command.Secret} where a sealed value stood.
 */
@NullMarked
package io.steward.agent.secret;

import org.jspecify.annotations.NullMarked;
