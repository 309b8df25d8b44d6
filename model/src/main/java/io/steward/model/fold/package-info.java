/** The fold: one log entry in, changes out. Pure: no clock, no randomness, no lookup outside its arguments. */
@NullMarked
package io.steward.model.fold;

import org.jspecify.annotations.NullMarked;
