/** The doors, tried as operators use them. */
@NullMarked
package io.steward.controller.intake;

import org.jspecify.annotations.NullMarked;
